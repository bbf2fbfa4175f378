"""What an analyst would do: 2 workbooks of 20k rows -> join -> clean -> tests -> PS match -> balance -> OLS clustered -> 4 charts -> xlsx report."""
import pathlib,unicodedata,sys; I=pathlib.Path(__file__).parent/"inputs"; O=I/"_pipe"; O.mkdir(exist_ok=True)
eng=sys.argv[1] if len(sys.argv)>1 else "openpyxl"
import numpy as np,pandas as pd,scipy.stats as st,statsmodels.formula.api as smf,matplotlib; matplotlib.use("Agg"); import matplotlib.pyplot as plt
from sklearn.neighbors import NearestNeighbors
A=pd.read_excel(I/"programme_20k.xlsx",engine=eng); B=pd.read_excel(I/"survey_20k.xlsx",engine=eng)
A["団体ID"]=A["団体ID"].str.strip(); num=lambda v: float(unicodedata.normalize("NFKC",v)) if isinstance(v,str) else v
B["参加者_前"]=B["参加者_前"].map(num).astype(float); B=B.drop_duplicates("団体ID"); d=A.merge(B,on="団体ID",validate="1:1").dropna(subset=["参加者_前","参加者_後"]).reset_index(drop=True)
d=d.rename(columns={"参加者_前":"pre","参加者_後":"post","助成":"t","団体年齢":"age","職員数":"staff","収入対数":"rev","都市部":"urban","都道府県番号":"pref","分野":"field"})
tt=st.ttest_rel(d.post,d.pre); wx=st.wilcoxon(d.post,d.pre); tr=d[d.t==1]; tt1=st.ttest_rel(tr.post,tr.pre)
ps=smf.logit("t~age+staff+rev+urban+C(field)",d).fit(disp=0); d["lp"]=ps.fittedvalues
T=d.index[d.t==1]; C=d.index[d.t==0]; dist,ix=NearestNeighbors(n_neighbors=1).fit(d.loc[C,["lp"]]).kneighbors(d.loc[T,["lp"]])
cal=.2*d.lp.std(); ok=dist[:,0]<cal; mt=T[ok]; mc=C[ix[ok,0]]
cov=["age","staff","rev","urban","pre"]; sd=d.loc[T,cov].std()
bal=pd.DataFrame({"SMD前":(d.loc[T,cov].mean()-d.loc[C,cov].mean())/sd,"SMD後":(d.loc[mt,cov].mean()-d.loc[mc,cov].mean())/sd})
m=pd.concat([d.loc[mt].assign(pair=range(len(mt))),d.loc[mc].assign(pair=range(len(mc)))],ignore_index=True); m["dlog"]=np.log(m.post.clip(lower=.1))-np.log(m.pre.clip(lower=.1))
ols=smf.ols("dlog~t+age+staff+rev+urban",m).fit(cov_type="cluster",cov_kwds={"groups":m.pref})
def save(n): plt.tight_layout(); plt.savefig(O/f"{n}.png",dpi=150); plt.close()
plt.figure(); plt.hist(d.lp[d.t==1],50,alpha=.5,density=True); plt.hist(d.lp[d.t==0],50,alpha=.5,density=True); save("overlap")
plt.figure(); plt.scatter(bal["SMD前"],range(5)); plt.scatter(bal["SMD後"],range(5)); plt.axvline(.1); save("love")
plt.figure(); plt.boxplot([np.log(d.pre.clip(lower=.1)),np.log(d.post.clip(lower=.1))]); save("box")
plt.figure(); plt.errorbar(ols.params,range(len(ols.params)),xerr=1.96*ols.bse,fmt="o"); save("coef")
with pd.ExcelWriter(O/"report.xlsx",engine="xlsxwriter") as w:
    pd.DataFrame({"検定":["対応ありt","Wilcoxon","助成群のみt"],"統計量":[tt[0],wx[0],tt1[0]],"p":[tt[1],wx[1],tt1[1]]}).to_excel(w,sheet_name="前後比較",index=False)
    bal.to_excel(w,sheet_name="バランス"); pd.DataFrame({"係数":ols.params,"SE":ols.bse,"p":ols.pvalues}).to_excel(w,sheet_name="推定結果"); m.to_excel(w,sheet_name="マッチ済データ",index=False)
    ws=w.book.add_worksheet("図"); [ws.insert_image(i*30,0,str(O/f"{n}.png")) for i,n in enumerate(("overlap","love","box","coef"))]
print(len(d),len(mt),repr(ols.params["t"]),repr(ols.bse["t"]),repr(tt[0]),repr(wx[0]))
