#!/usr/bin/env python3
"""Writes columns.jsonl: labelled columns that detection is measured on.

    python3 quality/tests/data/columns.py > quality/tests/data/columns.jsonl

Every value is made up; checksums are worked out here, apart from the code that is measured. The same columns come out each
time. Columns whose name falls into the part `held` were not looked at while the detectors were made: no name is in both.
"""
import hashlib
import json
import random
import string
import sys

rng = random.Random(20260101)
VALUES = 20


def digits(n, first=None):
    return (first or "") + "".join(rng.choice(string.digits) for _ in range(n - len(first or "")))


def date(lo=1950, hi=2012, form="{:04}-{:02}-{:02}"):
    return form.format(rng.randint(lo, hi), rng.randint(1, 12), rng.randint(1, 28))


# --- values with a checksum
REGIONS = ["110101", "110108", "310104", "310115", "440103", "440305", "330106", "320102", "510104", "420106", "610113",
           "350203", "370202", "430102", "210102", "500103", "120101", "450102", "530102", "230103", "410105", "340104"]


def id_check(body):
    total = sum(int(c) * w for c, w in zip(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]))
    return "10X98765432"[total % 11]


def id_card():
    body = rng.choice(REGIONS) + date(form="{:04}{:02}{:02}") + digits(3)
    return body + id_check(body)


def bad_id_card():
    good = id_card()
    return good[:-1] + rng.choice([c for c in string.digits if c != good[-1]])


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(spoil=False):
    body = rng.choice(["91", "91", "92", "51", "12", "11", "93"]) + rng.choice(REGIONS) + "".join(
        rng.choice(ALPHABET) for _ in range(9))
    weights = [pow(3, i, 31) for i in range(17)]
    check = (31 - sum(ALPHABET.index(c) * w for c, w in zip(body, weights)) % 31) % 31
    return body + ALPHABET[(check + (rng.randint(1, 30) if spoil else 0)) % 31]


def luhn(body):
    total = 0
    for i, c in enumerate(reversed(body)):
        d = int(c) * (2 if i % 2 == 0 else 1)
        total += d - 9 if d > 9 else d
    return body + str((10 - total % 10) % 10)


def bank_card():
    first = rng.choice(["622202", "621700", "622848", "621661", "622588", "622262", "621226", "625912", "622700", "621483"])
    return luhn(digits(rng.choice([15, 18, 18]), first))


def credit_card():
    first, n = rng.choice([("4", 16), ("4", 16), ("51", 16), ("53", 16), ("55", 16), ("2221", 16), ("34", 15), ("37", 15),
                           ("6011", 16), ("3530", 16)])
    return luhn(digits(n - 1, first))


def spoiled(make):
    def one():
        good = make()
        return good[:-1] + str((int(good[-1]) + rng.randint(1, 9)) % 10)
    return one


def grouped(make, by=" "):
    return lambda: (lambda v: by.join(v[i:i + 4] for i in range(0, len(v), 4)))(make())


IBAN = {"DE": 18, "FR": 23, "GB": None, "NL": None, "ES": 20, "CH": 17, "AT": 16, "PL": 24}


def iban():
    land = rng.choice(list(IBAN))
    if land == "GB":
        body = "WEST" + digits(14)
    elif land == "NL":
        body = "ABNA" + digits(10)
    else:
        body = digits(IBAN[land])
    number = "".join(str(int(c, 36)) for c in body + land + "00")
    return f"{land}{98 - int(number) % 97:02}{body}"


# --- values with a form
MOBILE = ["130", "131", "132", "133", "135", "136", "137", "138", "139", "150", "151", "152", "155", "158", "159", "166",
          "173", "176", "177", "178", "180", "181", "182", "183", "185", "186", "187", "188", "189", "191", "198", "199"]


def mobile():
    return digits(11, rng.choice(MOBILE))


def mobile_dashed():
    v = mobile()
    return f"{v[:3]}-{v[3:7]}-{v[7:]}"


AREA = ["010", "021", "020", "022", "023", "024", "025", "027", "028", "0755", "0571", "0512", "0532", "0592", "0731", "0371"]


def landline():
    area = rng.choice(AREA)
    rest = rng.choice("2345678") + digits(7)
    return rng.choice([f"{area}-{rest}", f"{area}-{rest}", f"({area}){rest}", f"{area}{rest}"]) + rng.choice(
        ["", "", "", f"-{digits(3)}"])


def foreign_phone():
    return rng.choice([
        lambda: f"+1 {rng.randint(201, 989)}-{rng.randint(201, 989)}-{digits(4)}",
        lambda: f"({rng.randint(201, 989)}) {rng.randint(201, 989)}-{digits(4)}",
        lambda: f"+44 20 {digits(4, '7')} {digits(4)}",
        lambda: f"+49 {rng.randint(30, 99)} {digits(7, '5')}",
        lambda: f"+1-{rng.randint(201, 989)}-{rng.randint(201, 989)}-{digits(4)}",
    ])()


GIVEN_EN = ["James", "Mary", "Robert", "Patricia", "John", "Jennifer", "Michael", "Linda", "David", "Elizabeth", "William",
            "Barbara", "Richard", "Susan", "Joseph", "Jessica", "Thomas", "Karen", "Daniel", "Nancy", "Anna", "Laura",
            "Peter", "Emma", "Oliver", "Sophie", "Lucas", "Hannah", "Aisha", "Mohammed", "Priya", "Diego", "Yuki", "Ingrid"]
LAST_EN = ["Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Wilson", "Anderson", "Taylor",
           "Thomas", "Moore", "Martin", "Lee", "Clark", "Lewis", "Walker", "Hall", "Young", "King", "Wright", "Scott",
           "Nguyen", "Kowalski", "Schneider", "Dubois", "Rossi", "Haddad", "Patel", "Okafor", "Lindqvist"]
FAMILY = list("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段") + ["欧阳", "司马", "上官"]
GIVEN_ZH = list("伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华文玉红建国志海燕宇浩然子涵雨欣怡梓轩思琪晓东俊凯婷雪梅")


def name_zh():
    return rng.choice(FAMILY) + "".join(rng.choice(GIVEN_ZH) for _ in range(rng.choice([1, 2, 2])))


def name_en():
    return rng.choice([f"{rng.choice(GIVEN_EN)} {rng.choice(LAST_EN)}"] * 3 + [
        f"{rng.choice(GIVEN_EN)} {rng.choice(string.ascii_uppercase)}. {rng.choice(LAST_EN)}",
        f"{rng.choice(LAST_EN)}, {rng.choice(GIVEN_EN)}"])


def email():
    local = rng.choice([f"{rng.choice(GIVEN_EN).lower()}.{rng.choice(LAST_EN).lower()}", f"user{digits(4)}",
                        f"{rng.choice(GIVEN_EN).lower()}+{digits(2)}", f"{rng.choice('abcdefg')}{rng.choice(LAST_EN).lower()}"])
    return f"{local}@{rng.choice(['example.com', 'example.org', 'mail.example.cn', 'corp.example.net', 'shop.example.com.cn'])}"


ROADS = ["中山路", "人民路", "解放大道", "建设街", "长江路", "文化路", "科技园南区", "滨海大道", "和平街", "学院路", "天府大道"]
CITIES = [("北京市", "海淀区"), ("上海市", "浦东新区"), ("广东省深圳市", "南山区"), ("浙江省杭州市", "西湖区"), ("江苏省南京市", "玄武区"),
          ("四川省成都市", "武侯区"), ("湖北省武汉市", "洪山区"), ("陕西省西安市", "雁塔区"), ("湖南省长沙市", "岳麓区"), ("山东省青岛市", "市南区")]


def address_zh():
    city, part = rng.choice(CITIES)
    return rng.choice([
        f"{city}{part}{rng.choice(ROADS)}{rng.randint(1, 999)}号",
        f"{city}{part}{rng.choice(ROADS)}{rng.randint(1, 999)}号{rng.randint(1, 30)}栋{rng.randint(1, 30)}0{rng.randint(1, 9)}室",
        f"{part}{rng.choice(ROADS)}{rng.randint(1, 999)}弄{rng.randint(1, 60)}号{rng.randint(101, 2904)}室",
        f"{city}{part}{rng.choice(['幸福', '阳光', '翠湖'])}小区{rng.randint(1, 20)}号楼{rng.randint(1, 6)}单元{rng.randint(101, 2904)}",
    ])


def address_en():
    return f"{rng.randint(1, 9899)} {rng.choice(['Oak', 'Main', 'Maple', 'Second', 'Hill', 'Church', 'Lake View', 'N. Park'])} " + rng.choice(
        ["St", "Street", "Ave", "Avenue", "Road", "Rd", "Blvd", "Lane", "Drive", "Court"]) + rng.choice(
        ["", "", f", Apt {rng.randint(1, 90)}", f", Suite {rng.randint(100, 900)}", f", Springfield, IL {digits(5)}"])


def plate():
    head = rng.choice("京沪粤浙苏川鄂鲁闽湘豫渝津") + rng.choice("ABCDEFGH")
    if rng.random() < 0.2:
        return head + rng.choice("DF") + digits(5)
    tail = list(digits(5))
    tail[rng.randrange(5)] = rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ")
    return head + "".join(tail)


def passport():
    return rng.choice([lambda: digits(9, "E"), lambda: digits(9, "G"), lambda: "E" + rng.choice("ABCDEFGHJK") + digits(7)])()


def ssn():
    area = rng.choice([n for n in range(1, 899) if n != 666])
    return f"{area:03}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"


def ipv4():
    return ".".join(str(n) for n in (rng.choice([10, 172, 192, 203, 58, 114]), rng.randint(0, 255), rng.randint(0, 255),
                                     rng.randint(1, 254)))


def ipv6():
    return rng.choice([lambda: "2001:db8::" + ":".join(f"{rng.randint(1, 65535):x}" for _ in range(rng.randint(1, 4))),
                       lambda: "fe80::" + ":".join(f"{rng.randint(4096, 65535):x}" for _ in range(4)),
                       lambda: ":".join(f"{rng.randint(1, 65535):x}" for _ in range(8))])()


def mac(by=":"):
    return lambda: by.join(f"{rng.randint(0, 255):02x}" for _ in range(6))


def uuid4():
    h = "".join(rng.choice("0123456789abcdef") for _ in range(32))
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{rng.choice('89ab')}{h[17:20]}-{h[20:]}"


def url():
    return rng.choice(["https://", "http://"]) + rng.choice(["www.example.com", "cdn.example.cn", "img.example.org:8080"]) + rng.choice(
        ["/", f"/p/{digits(6)}", f"/img/{digits(8)}.jpg", f"/search?q={rng.choice(LAST_EN).lower()}", "/about.html"])


def secret():
    return "".join(rng.choice(string.ascii_letters + string.digits) for _ in range(rng.choice([16, 24, 32, 40])))


def bcrypt():
    return "$2b$12$" + "".join(rng.choice(string.ascii_letters + string.digits + "./") for _ in range(53))


def jwt():
    part = lambda n: "".join(rng.choice(string.ascii_letters + string.digits + "-_") for _ in range(n))
    return f"eyJhbGciOiJIUzI1NiJ9.eyJ{part(30)}.{part(43)}"


def one(values):
    return lambda: rng.choice(values)


def cycle(values):
    state = {"next": 0}

    def following():
        state["next"] += 1
        return values[state["next"] % len(values)]
    return following


def money():
    return f"{rng.uniform(0.5, 99999):.2f}"


def number(lo, hi, form="{}"):
    return lambda: form.format(rng.randint(lo, hi))


def serial(start, step=1):
    state = {"at": start}

    def following():
        state["at"] += rng.randint(1, step) if step > 1 else 1
        return str(state["at"])
    return following


LAT, LNG = lambda: f"{rng.uniform(18.2, 52.9):.6f}", lambda: f"{rng.uniform(74.1, 134.8):.6f}"
COUNTRIES = ["CN", "US", "DE", "FR", "JP", "GB", "BR", "IN", "KR", "AU", "NL", "SE"]
COUNTRIES3 = ["CHN", "USA", "DEU", "FRA", "JPN", "GBR", "BRA", "IND", "KOR", "AUS"]
COUNTRY_NAMES = ["中国", "美国", "德国", "法国", "日本", "英国", "巴西", "印度", "韩国", "澳大利亚"]
COUNTRY_NAMES_EN = ["China", "United States", "Germany", "France", "Japan", "Brazil", "India", "Spain", "Italy"]
CURRENCIES = ["CNY", "USD", "EUR", "JPY", "GBP", "HKD", "KRW", "AUD", "CHF"]

# --- families: label, class of the type, names, ways to make values. Names are words; how they are spelled is drawn.
families = []


def family(label, names, makes, cls="text", comments=None, times=2):
    families.append((label, cls, names, makes, comments, times))


# What says nothing: only values can tell.
SILENT = ["value", "col_7", "field3", "c12", "attr1", "ext1", "备用1", "扩展字段", "info", "data", "content", "column_4", "val", "f_003"]

family("id_card", ["id card", "idcard", "id_card_no", "idcard_number", "identity card", "citizen id", "national id", "sfz", "sfzh", "sfzhm",
                   "zjhm", "shenfenzheng", "shenfenzhenghao", "身份证号", "身份证", "身份证号码", "证件号码", "公民身份号码", "居民身份证",
                   "cust id card", "legal person idcard", "lxr_sfzh", "cert no", "certificate number", "id_no", "idno", "法人身份证"],
       [id_card, id_card, lambda: id_card().lower()])
family("id_card", SILENT[:10], [id_card], times=1)
family("uscc", ["uscc", "credit code", "social credit code", "unified_social_credit_code", "tyshxydm", "统一社会信用代码", "信用代码",
                "纳税人识别号", "nsrsbh", "tax no", "company code", "org credit code", "企业信用代码", "xydm", "enterprise_no"], [uscc])
family("uscc", SILENT[2:8], [uscc], times=1)
family("bank_card", ["bank card", "bankcard_no", "bank card number", "card no", "yhkh", "yhk", "银行卡号", "银行卡", "卡号", "收款卡号",
                     "debit card", "yinhangka", "payee card no", "bank_account_card", "工资卡号", "acct_card_no"],
       [bank_card, bank_card, grouped(bank_card)])
family("bank_card", SILENT[1:7], [bank_card], times=1)
family("credit_card", ["credit card", "cc number", "ccnum", "credit_card_no", "card number", "pan", "信用卡号", "xykh", "信用卡", "cardnum",
                       "payment card", "billing_card_number"], [credit_card, grouped(credit_card), grouped(credit_card, "-")])
family("credit_card", SILENT[4:9], [credit_card], times=1)
family("iban", ["iban", "iban no", "bank iban", "account iban", "payee_iban", "creditor iban", "debtor_iban"],
       [iban, grouped(iban)])
family("iban", SILENT[3:7], [iban], times=1)
family("mobile", ["mobile", "phone", "phone number", "mobile_phone", "mobile no", "cell", "cell phone", "cellphone", "msisdn", "sj", "sjh",
                  "sjhm", "shouji", "shoujihao", "lxdh", "lxfs", "手机", "手机号", "手机号码", "联系电话", "联系方式", "联系人手机", "电话", "tel",
                  "telephone", "phone_no", "contact phone", "receiver mobile", "receiver_phone", "buyer phone", "user phone", "emergency contact phone",
                  "yddh", "移动电话", "收货人手机号", "lxrsjh", "预留手机号", "reserve_mobile", "bind_phone", "dianhua", "dh", "phonenumber"],
       [mobile, mobile, lambda: "+86" + mobile(), mobile_dashed, lambda: rng.choice(["", "", "86"]) + mobile()])
family("mobile", ["mobile", "手机号", "phone num", "sjhm", "tel_no", "contact"], [mobile], cls="integer", times=1)
family("mobile", SILENT[:8], [mobile], times=1)
family("phone", ["telephone", "landline", "office phone", "tel", "fax", "fax_no", "固定电话", "座机", "办公电话", "传真", "gddh", "zj_dh",
                 "company tel", "home phone", "work_phone", "公司电话", "单位电话", "zuoji", "客服电话"],
       [landline, landline])
family("phone", ["phone", "phone number", "work phone", "telephone_number", "contact number", "customer phone", "fax number", "day_phone", "support phone"],
       [foreign_phone])
family("email", ["email", "e mail", "mail", "email address", "user_email", "contact email", "yx", "youxiang", "dzyx", "邮箱", "电子邮箱", "电子邮件", "邮件地址",
                 "login email", "billing_email", "cc_email", "sender", "recipient", "reply to", "注册邮箱", "work_mail", "account", "login"],
       [email])
family("email", SILENT[:10], [email], times=1)
family("ip_address", ["ip", "ip address", "client ip", "login_ip", "remote addr", "source ip", "src_ip", "dst_ip", "ipaddr", "host ip", "登录ip", "ip地址",
                      "last_login_ip", "server_ip", "ipv4", "客户端ip", "x forwarded for", "nat ip"], [ipv4, ipv4, lambda: rng.choice([ipv4, ipv6])()])
family("ip_address", ["ipv6", "ipv6 address", "peer addr"] + SILENT[6:9], [ipv6], times=1)
family("ip_address", SILENT[9:13], [ipv4], times=1)
family("mac_address", ["mac", "mac address", "macaddr", "device mac", "wifi_mac", "mac地址", "bssid", "物理地址", "eth_addr"], [mac(), mac("-"), lambda: mac()().upper()])
family("mac_address", SILENT[5:8], [mac()], times=1)
family("passport", ["passport", "passport no", "passport number", "huzhao", "护照", "护照号", "护照号码", "hzh", "guest_passport"], [passport])
family("plate_number", ["plate", "plate no", "car plate", "license_plate", "license plate", "cph", "cphm", "车牌", "车牌号", "车牌号码", "chepai", "vehicle_no", "car no"], [plate])
family("plate_number", SILENT[8:12], [plate], times=1)
family("us_ssn", ["ssn", "social security number", "ssn_no", "social security", "taxpayer ssn", "employee_ssn"], [ssn])
family("us_ssn", ["ssn", "social_security_no"], [lambda: ssn().replace("-", "")])
family("person_name", ["name", "real name", "user_name", "customer name", "xm", "xingming", "姓名", "客户姓名", "真实姓名", "联系人", "收货人", "收件人", "lxr",
                       "contact name", "contact person", "法人代表", "法定代表人", "frdb", "负责人", "fzr", "employee name", "emp_name", "patient name", "student_name",
                       "driver name", "receiver", "consignee", "经办人", "jbr", "操作员", "doctor", "teacher_name", "持卡人", "card holder", "户主", "员工姓名", "患者姓名",
                       "referee", "owner", "sales_person"], [name_zh, name_zh])
family("person_name", SILENT[3:7], [name_zh], times=1)
family("person_name", ["full name", "name", "customer_name", "contact name", "cardholder", "passenger name", "display name", "author", "employee_name",
                       "guest name", "account_holder", "beneficiary name", "manager", "patient"], [name_en])
family("person_name", ["first name", "given_name", "fname", "firstname"], [one(GIVEN_EN)], times=1)
family("person_name", ["last name", "surname", "family_name", "lname", "lastname"], [one(LAST_EN)], times=1)
family("address", ["address", "addr", "home address", "dz", "dizhi", "zz", "地址", "家庭住址", "住址", "收货地址", "详细地址", "联系地址", "通讯地址", "txdz", "jtzz",
                   "户籍地址", "shipping_address", "receiver addr", "detail address", "注册地址", "delivery_addr", "居住地", "办公地址"], [address_zh])
family("address", SILENT[4:8], [address_zh], times=1)
family("address", ["address", "street", "street address", "address line 1", "address1", "billing address", "ship_to", "mailing_address", "home_addr", "residence"], [address_en])
family("address", SILENT[10:12], [address_en], times=1)
family("birth_date", ["birthday", "birth date", "dob", "date of birth", "csrq", "chushengriqi", "出生日期", "生日", "出生年月日", "sr", "birthdate", "born_on", "member birthday",
                      "birth_day", "出生年月"], [lambda: date(), lambda: date(form="{:04}{:02}{:02}"), lambda: date(form="{:04}/{:02}/{:02}")], cls="text")
family("birth_date", ["birthday", "dob", "出生日期", "birth_dt", "csrq"], [lambda: date()], cls="date", times=1)
family("gender", ["gender", "sex", "xb", "xingbie", "性别", "user_gender", "cust sex", "student sex", "sex_code", "患者性别"],
       [one(["男", "女"]), one(["M", "F"]), one(["male", "female"]), one(["0", "1", "2"]), one(["男", "女", "未知"])], times=3)
family("gender", SILENT[:3], [one(["男", "女"])], times=1)
family("coordinates", ["lat", "latitude", "geo lat", "纬度", "wd", "shop_lat", "store latitude", "pickup_latitude"], [LAT], cls="decimal")
family("coordinates", ["lng", "lon", "longitude", "geo lng", "经度", "jd", "shop_lng", "dropoff longitude"], [LNG], cls="decimal")
family("coordinates", ["location", "coordinates", "lnglat", "坐标", "经纬度", "gps", "geo point", "position"], [lambda: f"{LNG()},{LAT()}", lambda: f"{LAT()}, {LNG()}", lambda: f"POINT({LNG()} {LAT()})"])
family("url", ["url", "link", "website", "avatar", "avatar_url", "image url", "homepage", "链接", "网址", "头像", "图片地址", "callback url", "pic", "wz", "redirect_uri", "logo"], [url])
family("url", SILENT[:5], [url], times=1)
family("uuid", ["uuid", "guid", "id", "request_id", "trace id", "session id", "row_guid", "external id", "唯一标识"] + SILENT[:3], [uuid4], times=1)
family("uuid", ["id", "user_id", "order uuid", "tenant id"], [uuid4], cls="uuid", times=1)
family("secret", ["password", "passwd", "pwd", "user password", "login_pwd", "密码", "登录密码", "mima", "mm", "secret", "client secret", "api key", "access_key", "secret key",
                  "private_key", "token", "access token", "refresh_token", "app_secret", "password_hash", "口令", "支付密码", "pay_pwd", "密钥", "auth_token", "db_password"],
       [secret, bcrypt])
family("secret", SILENT[:4], [bcrypt], times=1)
family("secret", SILENT[4:6] + ["header", "authorization"], [jwt], times=1)
family("money", ["amount", "price", "total amount", "order_amount", "unit price", "fee", "balance", "salary", "cost", "je", "zje", "金额", "总金额", "单价", "余额", "工资", "费用",
                 "pay_amt", "discount amount", "refund_amount", "jiage", "dj", "应付金额", "实付金额", "revenue", "credit_limit", "freight", "tax amount", "运费"], [money], cls="decimal")
family("money", ["price", "total", "amount text"], [lambda: "$" + money(), lambda: "¥" + money()], times=2)
family("money", SILENT[7:9], [lambda: "¥" + money()], times=1)
family("country", ["country", "country code", "nation", "国家", "国籍", "guojia", "nationality", "ship country", "billing_country", "country_iso", "产地国家"],
       [cycle(COUNTRIES), cycle(COUNTRIES3), cycle(COUNTRY_NAMES), cycle(COUNTRY_NAMES_EN)])
family("currency", ["currency", "currency code", "ccy", "币种", "币别", "bz", "curr", "bizhong", "settlement_currency", "货币"], [cycle(CURRENCIES)])
family("currency", SILENT[2:5], [cycle(CURRENCIES)], times=1)

# --- what must not be labelled
PRODUCTS = ["黄瓜", "白菜", "毛巾", "马桶刷", "金桔", "石榴", "江米酒", "牛肉", "鱼丸", "花生", "葛根粉", "梅子酒", "苏打饼", "方便面", "石英表", "高压锅", "黄油", "白糖",
            "保温杯", "电饭煲", "蓝牙耳机", "运动鞋", "笔记本", "洗衣液", "龙井茶", "万用表", "余温杯", "安全帽", "平板电脑", "苹果"]
PRODUCTS_EN = ["Ford Focus", "Philips Trimmer", "Blue Chair", "Desk Lamp", "Jordan Shoes", "Paris Mug", "Carbon Frame", "USB Cable", "Virginia Ham", "Austin Boots",
               "Diesel Jeans", "Oak Table", "Baker Set", "Coffee Grinder", "Rose Soap", "Mason Jar"]
COMPANIES = ["华夏科技有限公司", "东方贸易股份公司", "明远物流集团", "江南食品厂", "金石矿业有限公司", "方正电子", "高新医药有限公司", "万通汽车销售", "王府酒店", "李记餐饮管理公司"]
COMPANIES_EN = ["Smith & Sons Ltd", "Johnson Controls", "Acme Corp", "Wilson Logistics", "Taylor Foods Inc", "Blue Ocean LLC"]
DEPARTMENTS = ["财务部", "人事部", "技术部", "市场部", "销售一部", "客服中心", "法务部", "研发中心", "后勤处"]
CITY = ["北京", "上海", "广州", "深圳", "杭州", "南京", "成都", "武汉", "西安", "安庆", "江门", "金华", "石家庄", "马鞍山", "黄石"]
CITY_EN = ["London", "Paris", "Austin", "Madison", "Jackson", "Lincoln", "Houston", "Charlotte", "Florence", "Sydney"]
NOTES = ["客户要求尽快发货", "已电话沟通，下周回访", "please call before delivery", "box damaged", "无备注信息", "第二次投诉", "leave at the door", "looks fine"]


def order_no():
    return date(2019, 2025, "{:04}{:02}{:02}") + digits(rng.choice([6, 8, 10]))


def fake_id18():
    return digits(18, date(2019, 2025, "{:04}{:02}{:02}"))


def imei():
    return luhn(digits(14, rng.choice(["35", "86"])))


def ean():
    body = digits(12, rng.choice(["690", "692", "693", "694"]))
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(body))
    return body + str((10 - total % 10) % 10)


def stamp():
    return date(2018, 2025) + f" {rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"


none = [
    (["order no", "order_id", "orderNumber", "ddh", "订单号", "dingdanhao", "trade no", "流水号", "lsh", "serial_no", "bill no", "单号"], [order_no, fake_id18, lambda: digits(16), lambda: digits(19, "1")]),
    (["order no", "单据编号", "dh", "ticket_no", "case no", "waybill", "运单号", "tracking_number"], [serial(13800000000), serial(15900001000, 40), lambda: "SF" + digits(12), lambda: digits(11, "1")]),
    (["id", "user id", "uid", "member_id", "account id", "客户编号", "khbh", "yhbh", "用户id", "cust_no", "customer code", "partner id"],
     [serial(13000000000, 9000), serial(10001), lambda: digits(19, "17"), lambda: digits(18), lambda: digits(11, "1")]),
    (["created at", "create_time", "ts", "event time", "timestamp", "cjsj", "创建时间", "gxsj", "sj", "update_ts", "login time", "gmt_create", "时间"],
     [lambda: digits(13, "1" + rng.choice("4567")), lambda: digits(10, "16"), stamp, lambda: digits(16, "16")]),
    (["hire date", "入职日期", "order_date", "rzrq", "due date", "expire date", "start_day", "kssj", "rq", "日期", "biz_date", "partition_dt"], [lambda: date(2001, 2025), lambda: date(2001, 2025, "{:04}{:02}{:02}")]),
    (["id card", "身份证号", "sfzh", "cert_no", "identity_no", "证件号"], [bad_id_card, lambda: digits(18), lambda: rng.choice(REGIONS) + "********" + digits(4)]),
    (["credit code", "统一社会信用代码", "社会信用代码"], [lambda: uscc(True)]),
    (["bank card", "银行卡号", "card no", "credit_card_number", "yhkh"], [spoiled(bank_card), spoiled(credit_card), lambda: "**** **** **** " + digits(4)]),
    (["iban", "payee iban"], [lambda: "DE" + digits(20), lambda: "XX" + digits(18)]),
    (["phone", "手机号", "mobile_no", "sjh"], [lambda: (lambda v: v[:3] + "****" + v[7:])(mobile()), lambda: hashlib.md5(digits(9).encode()).hexdigest(), lambda: digits(11, "0")]),
    (["email", "邮箱", "user email"], [lambda: hashlib.sha256(digits(9).encode()).hexdigest(), lambda: rng.choice("abcdef") + "***@example.com", one(["Y", "N"])]),
    (["phone type", "phone_model", "手机品牌", "手机型号", "mobile brand", "email_verified", "phone verified", "has_phone", "is email valid", "email count", "sms_cnt",
      "address type", "地址类型", "address_id", "ip count", "login_cnt", "gender_count", "name_length", "card type", "卡类型", "bank card count", "password_changed", "pwd_error_cnt",
      "token_count", "max_tokens", "url_count", "country_rank", "price_level", "amount_cnt", "birthday_flag", "id_card_type", "证件类型", "password_strength"],
     [number(0, 9), one(["Y", "N"]), one(["home", "work", "mobile", "other"]), one(["华为", "小米", "OPPO", "iPhone 15", "荣耀"]), one(["A", "B", "C"])]),
    (["password_updated_at", "token expires", "password change time", "pwd_expire_date", "secret_created_at"], [stamp]),
    (["product name", "spmc", "商品名称", "goods_name", "item name", "name", "mc", "名称", "产品", "sku_name", "物料名称", "title"], [one(PRODUCTS), one(PRODUCTS_EN)]),
    (["company name", "公司名称", "qymc", "supplier", "供应商", "vendor_name", "customer", "客户名称", "dwmc", "单位名称"], [one(COMPANIES), one(COMPANIES_EN)]),
    (["dept name", "部门", "bm", "bmmc", "department", "org_name", "机构名称"], [one(DEPARTMENTS)]),
    (["city", "cs", "城市", "city name", "出发城市", "province", "region_name", "籍贯", "birth_place"], [one(CITY), one(CITY_EN)]),
    (["file name", "table_name", "job name", "hostname", "host", "domain", "class_name", "schema name", "topic_name"],
     [one(["orders.csv", "users_2024.parquet", "a/b/c.txt"]), one(["fct_orders", "dim_user", "ods_log"]), one(["db01.example.com", "web-2.internal", "cache.example.cn"])]),
    (["xm", "项目", "xmmc", "project", "project_name", "项目名称"], [one(["数据治理平台", "智慧园区一期", "ERP升级", "门户改版", "客户中台"])]),
    (["dh", "yx", "mm", "zz", "dz", "sr", "wd", "jd", "bz", "xb"], [one(["Y", "N"]), number(1, 400), one(NOTES)]),
    (["status", "state", "zt", "状态", "type", "lx", "category", "类别", "flag", "is_deleted", "level", "dj_code", "等级"], [one(["active", "closed", "pending"]), number(0, 5), one(["A", "B", "C"]), one(["待支付", "已完成", "已取消"])]),
    (["quantity", "qty", "sl", "数量", "stock", "count", "total", "cnt", "num", "重量", "weight", "score", "rate", "ratio", "percent", "temperature", "汇率", "exchange_rate", "得分"],
     [number(1, 5000), lambda: f"{rng.random():.4f}", lambda: f"{rng.uniform(1, 99):.1f}", lambda: f"{rng.randint(1, 100)}%"]),
    (["remark", "bz", "备注", "comment", "description", "note", "memo", "message", "内容", "reason"],
     [one(NOTES), lambda: f"contact {email()} about order {digits(6)}" if rng.random() < .25 else rng.choice(NOTES), lambda: f"call {mobile()}" if rng.random() < .2 else rng.choice(NOTES)]),
    (["version", "app version", "fw_version", "build", "版本号", "client_version", "oid"], [lambda: f"{rng.randint(1, 9)}.{rng.randint(0, 20)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}", lambda: f"120.0.{rng.randint(5000, 6999)}.{rng.randint(1, 250)}", lambda: f"v{rng.randint(1, 9)}.{rng.randint(0, 20)}"]),
    (["imei", "device id", "serial", "sn", "设备号", "iccid"], [imei, lambda: luhn(digits(18, "8986")), lambda: "".join(rng.choice("0123456789ABCDEF") for _ in range(16))]),
    (["barcode", "ean", "条码", "sku", "isbn", "商品编码", "spbm", "item code"], [ean, lambda: "SKU-" + digits(6), lambda: "978" + digits(10), lambda: rng.choice("ABC") + digits(8)]),
    (["md5", "hash", "etag", "checksum", "fingerprint", "签名", "sign", "digest"], [lambda: hashlib.md5(digits(9).encode()).hexdigest(), lambda: hashlib.sha1(digits(9).encode()).hexdigest()]),
    (["qq", "qq号", "wechat", "微信号", "openid", "weixin", "nick name", "昵称", "nickname", "login name", "用户名", "username"],
     [lambda: digits(rng.choice([8, 9, 10]), rng.choice("123456789")), lambda: rng.choice(GIVEN_EN).lower() + digits(3), one(["快乐小鱼", "风一样", "CoolCat", "星辰大海", "吃货一枚"])]),
    (["zip", "postcode", "postal_code", "邮编", "yb", "区号", "area code", "行政区划", "xzqh", "region code"], [lambda: digits(6, rng.choice("123456")), lambda: digits(5), lambda: rng.choice(AREA), one(REGIONS)]),
    (["language", "lang", "locale", "yy", "state code", "unit", "单位", "size", "color", "颜色", "dw"], [one(["en", "zh", "de", "fr"]), one(["CA", "NY", "TX", "WA", "IN"]), one(["件", "箱", "kg", "个"]), one(["红", "黄", "白", "蓝"]), one(["S", "M", "L", "XL"])]),
    (["job title", "职位", "zw", "position", "major", "专业", "school", "学校", "hobby", "education"], [one(["经理", "高级工程师", "会计", "总监", "司机"]), one(["Engineer", "Baker", "Cook", "Manager", "Taylor"]), one(["计算机", "石油工程", "金融学", "马克思主义"])]),
    (["age", "nl", "年龄", "birth year", "year", "month", "nf", "height"], [number(1, 99), number(1950, 2012), number(150, 190)]),
    (["part number", "model", "型号", "lot no", "batch_no", "批次号", "case ref"], [lambda: f"{rng.randint(900, 999)}-{digits(2)}-{digits(4)}", lambda: f"{digits(3)}-{digits(4)}", lambda: rng.choice("ABCDEG") + digits(8), lambda: rng.choice("京沪") + digits(6)]),
    (["path", "sql", "query", "user agent", "ua", "json", "payload", "config", "expression", "route", "cron"], [one(["/api/v1/users", "/home/data/a.csv", "SELECT 1", "Mozilla/5.0 (X11)", "{\"a\": 1}", "0 0 * * *"])]),
    (["x", "y", "offset", "delta", "slope", "lat_ms", "latency", "longest", "platform", "relation", "template"], [lambda: f"{rng.uniform(-80, 80):.6f}", number(0, 3000), one(["web", "ios", "android"])]),
    (["street count", "email domain", "邮箱后缀", "ip_region", "ip归属地", "phone city", "手机归属地", "mobile operator", "运营商", "银行名称", "bank name", "开户行", "country count", "nation_cnt", "民族"],
     [one(["example.com", "example.org"]), one(CITY), one(["移动", "联通", "电信"]), one(["工商银行", "建设银行", "招商银行"]), one(["汉族", "回族", "满族"])]),
    (SILENT, [number(1, 100000), lambda: digits(16), one(NOTES), lambda: "".join(rng.choice(string.ascii_lowercase) for _ in range(8)), one(CITY), one(COUNTRIES), one(PRODUCTS), lambda: date(1960, 2024)]),
]


def spelled(name):
    """One of the ways a name of words is written."""
    if not name.isascii() or "_" in name or name != name.lower():
        return rng.choice([name, name, name.upper()]) if name.isascii() else name
    words = name.split(" ")
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    choice = rng.choice([0, 0, 0, 1, 1, 2, 3, 4])
    prefix = rng.choice(["", "", "", "", "", "t", "f", "tbl", "ods"])
    joined = "_".join(([prefix] if prefix else []) + words)
    return [joined, camel, joined.upper(), camel[0].upper() + camel[1:], "".join(words)][choice]


DIRT = ["", "N/A", "-", "null", "无", "未知", "0"]


def column(label, name, cls, make, comment=None):
    values = []
    for _ in range(VALUES):
        values.append(make())
    # What people leave behind: empty words, blanks around, a spoiled value now and then.
    if rng.random() < 0.35 and cls == "text":
        for _ in range(rng.randint(1, 5)):
            values[rng.randrange(len(values))] = rng.choice(DIRT)
    if rng.random() < 0.15 and cls == "text":
        values = [f" {v} " if rng.random() < 0.3 else v for v in values]
    held = int(hashlib.md5(name.lower().replace("_", "").replace(" ", "").encode()).hexdigest(), 16) % 3 == 0
    line = {"part": "held" if held else "tune", "label": label, "name": spelled(name), "class": cls}
    if comment:
        line["comment"] = comment
    line["values"] = values
    return line


lines = []
for label, cls, names, makes, comments, times in families:
    for name in names:
        for turn in range(times):
            if turn and rng.random() < 0.45:
                continue
            lines.append(column(label, name, cls, makes[(turn + rng.randrange(len(makes))) % len(makes)]))
for names, makes in none:
    for name in names:
        for make in rng.sample(makes, min(len(makes), rng.choice([1, 2]))):
            lines.append(column(None, name, "text", make))
# Columns that only their comment gives away, with values that agree or not.
for name, comment, label, make in [
        ("f1", "客户手机号", "mobile", mobile), ("c_0003", "持卡人身份证号码", "id_card", id_card), ("attr_x", "收货人详细地址", "address", address_zh),
        ("bz1", "客户性别：男/女", "gender", one(["1", "2"])), ("k02", "用户出生日期", "birth_date", lambda: date()), ("v9", "客户姓名", "person_name", name_zh),
        ("zd5", "订单金额（元）", "money", money), ("zd6", "登录密码（加密）", "secret", bcrypt), ("h7", "employee date of birth", "birth_date", lambda: date()),
        ("q4", "手机品牌", None, one(["华为", "小米"])), ("q5", "是否绑定手机号", None, one(["0", "1"])), ("q6", "身份证正面照片编号", None, lambda: digits(12)),
        ("q7", "number of phone calls", None, number(0, 60)), ("q8", "同订单号，关联手机号表", None, serial(20240001))]:
    lines.append(column(label, name, "text", make, comment))
# Columns without a sample: the name alone.
for name, label in [("手机号", "mobile"), ("id_card_no", "id_card"), ("email", "email"), ("shenfenzhenghao", "id_card"), ("user_password", "secret"), ("银行卡号", "bank_card"),
                    ("birthday", "birth_date"), ("gender", "gender"), ("收货地址", "address"), ("order_no", None), ("status", None), ("created_at", None), ("phone_type", None),
                    ("email_verified", None), ("password_updated_at", None), ("手机型号", None), ("count", None), ("ip_count", None)]:
    line = column(label, name, "text", lambda: "")
    line["values"] = []
    lines.append(line)

for line in lines:
    json.dump(line, sys.stdout, ensure_ascii=False)
    print()
