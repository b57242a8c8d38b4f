"""Questions with slips and what was meant, and questions without any: what spelling is tried on."""

from __future__ import annotations

CHINESE_SLIPS = """
法律名白人怎么培养 法律明白人
矛盾纠份怎么化解 矛盾纠纷
执法人圆不足怎么办 执法人员
综合行政直法改革 行政执法
人民调节员怎么发挥作用 人民调解员
法律故问不来怎么办 法律顾问
网格圆怎么参与调解 网格员
规范性文件备按审查 备案
重大行政决册程序 重大行政决策
合法性审察谁来做 合法性审查
村归民约怎么修订 村规民约
双随鸡一公开 双随机
行政付议案件多不多 行政复议
政府信息公开申青 信息公开申请
社区骄正对象管理 社区矫正
扫黑除厄做了什么 扫黑除恶
移风易俗彩里太高 彩礼太高
拖欠农民工工姿 农民工工资
邻里纠分调解 邻里纠纷
公共法率服务站 公共法律服务站
诉原治理的做法 诉源治理
便民服务中芯 便民服务中心
安全生产捡查 安全生产检查
信访基案化解 信访积案
电信网络炸骗 网络诈骗
未成年人保护发 未成年人保护法
民法典宣专 民法典宣传
法治副校涨 法治副校长
行政机关负责人出庭应拆 出庭应诉
执发人员培训 执法人员
执法员人不足 执法人员
矛纠盾纷排查 矛盾纠纷
枫桥精验怎么学 枫桥经验
秸杆禁烧 秸秆禁烧
违法建涉怎么拆 违法建设
优化营商环竟 优化营商环境
法治宣传教玉 法治宣传教育
权责轻单 权责清单
府院联洞 府院联动
行政裁量权基淮 行政裁量权基准
"""
ENGLISH_SLIPS = """
shortage of enforcment officers > enforcement
how do townships handle goverment disclosure > government
mediaton of land disputes > mediation
petiton backlog > petition
legal advisors and arbitraion > arbitration
adminstrative reconsideration > administrative
unpayed wages and arears > arrears
villge cadres learning law > village
rural dispuets > disputes
publc legal service > public
resposibility of leaders > responsibility
complaint hotine > hotline
constituton day > constitution
illegal buidling demolition > building
fire saftey inspection > safety
legal knowlege of villagers > knowledge
telecom fruad > fraud
enviromental protection > environmental
domestic violance > violence
community corections > corrections
transparancy of decisions > transparency
legality reveiw of contracts > review
comprehensive enforcment team > enforcement
neighbourhod quarrels > neighbourhood
inspecton of enterprises > inspection
wages of migrant wokers > workers
juvenile deliquency > delinquency
supervison by people's congress > supervision
busines environment > business
training of police oficers > officers
straw burnning > burning
"""
RIGHT_CHINESE = """
执法人员不足怎么解决
乡镇综合执法力量不够怎么办
法律顾问很少到场怎么改进
普法宣传形式单一，群众不爱听
哪些乡镇开展了法治体检
怎样提高干部的法治思维
镇里有没有公职律师
赋权事项接不住怎么办
行政处罚案卷评查发现了什么问题
村干部不懂法的问题
调解协议签了不履行怎么办
草场边界纠纷怎么调解
林地纠纷多的地方有什么做法
四调联动和三调联动有什么不同
村规民约里有没有法律审核
重大决策听证会开了几次
规范性文件有没有备案
信访积案化解了多少
老上访户怎么稳住
社区矫正对象脱管怎么办
法治文化广场建了几个
民法典进万家活动
宪法宣传周做了什么
农民工工资拖欠怎么处理
彩礼纠纷怎么劝
独居老人的法律援助
留守儿童保护措施
防溺水宣传
校园欺凌怎么防
电动车飞线充电整治
烟花爆竹禁放执法
占道经营整治效果
违建拆除遇到阻力怎么办
耕地非农化怎么查
河道采砂执法
秸秆焚烧罚款多少
森林防火巡查
殡葬改革引起的纠纷
征地补偿款纠纷
物业费收不上来怎么办
外卖骑手普法
夜市噪声扰民投诉
12345工单办结率
便民服务中心一窗受理
代办员上门服务
减证便民取消了哪些证明
企业反映检查太多
扫码入企怎么推行
首违不罚清单有多少项
行政裁量权基准落实
行政执法三项制度落实情况
执法记录仪使用情况
执法证考试通过多少人
年轻干部考取法律职业资格
党政主要负责人述法
党委会前学法
年度法治督察反馈问题整改
县里派驻人员和乡镇怎么配合
司法所人员只有一个人
司法所规范化建设
人民调解员补贴标准
专职调解员聘请了几名
网格员发现的矛盾怎么上报
诉前调解成功率
法官进村巡回审判
检察建议回复情况
行政诉讼败诉原因
行政复议被撤销的案件
负责人出庭应诉率
政府信息公开申请答复
公示栏更新不及时
合同审查避免了多少损失
村集体资产合同清理
小微权力清单公开
村务监督委员会作用
民主法治示范村创建
法治带头人培训
双语普法宣传队
牧区流动普法
宗教场所法治宣传
寺庙管理依法治理
边境地区普法
旅游旺季联合执法
景区商户投诉处理
食品摊贩监管
自建房隐患排查
消防通道堵塞怎么治理
燃气安全检查
防汛应急演练
地质灾害避险转移
禁毒宣传进校园
反诈宣传覆盖率
养老诈骗案例
非法集资排查
宅基地审批流程
土地流转合同纠纷
水源地保护执法
畜禽养殖污染投诉
枫桥式司法所
说事点拉家常调解
退役军人参与调解
妇联调解家庭矛盾
下一步打算怎么补齐短板
明年法治工作计划
经费缺口怎么解决
数字化执法平台使用
大喇叭普法
短视频普法播放量
法治副校长讲课次数
行政检察监督
青年干部不会用法律办事
"""
RIGHT_ENGLISH = """
How did townships deal with a shortage of enforcement officers?
What did they do about unpaid wages of migrant workers?
legal advisers who rarely turn up
Which townships mediated grassland boundary disputes?
How many cases were lost in court?
plans for next year's law publicity
Why do villagers not trust mediation?
illegal sand mining in the river
training of village cadres in law
petitions that drag on for years
fireworks ban enforcement
electric bicycle charging safety
bride price disputes
How is the Fengqiao experience applied?
hearings before major decisions
review of contracts by lawyers
normative documents filed for the record
disclosure of government information on request
responses to procuratorial suggestions
one-stop service centre
hotline complaints answered late
community corrections and drug rehabilitation
bilingual law publicity for herders
teaching law in monasteries
township leaders appearing in court
first offences without a fine
too many inspections of enterprises
credit of government: broken promises
left-behind children and bullying
fraud against elderly people
domestic violence protection orders
neighbours quarrelling about noise
organisation of joint enforcement teams
behaviour of urban management officers
programme of legal check-ups for companies
prioritised tasks for the coming year
centralised licensing and catalogue of powers
How do Qinghai townships keep land contracts in order?
What is reported from Guangxi and Hubei?
legal aid stations in Garze
the salar and uygur communities
wechat groups for publicity
landslide evacuation drills
burning of straw in autumn
wildfire patrols in forests
unlicensed building on farmland
sewage discharge into rivers
parking chaos near markets
street vendors and hawkers
gas cylinders in restaurants
villagers' congress and villages' own rules
auditing of collective assets
anonymous reports of misconduct
farmers' cooperatives
vaccination and epidemic control
livestock straying across boundaries
wedding banquets and extravagant funerals
lawyers' fees paid by townships
officials shirking and buck-passing
youth who skip school
cross-county cooperation
metres of fencing installed
defence of collective rights
licence renewal for shops
travellers cheated by guides
digitalisation of case files
paralegals and notaries
Tibetan-language leaflets
snowmobile patrols
beekeepers' quarrels over pesticide
"""
