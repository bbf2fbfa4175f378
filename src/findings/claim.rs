//! What may be said: verdict, verb, sentence.
