/* One fine message of each type, for the tests of answers and events. */
#pragma once

static const char FINDING[] =
    "{\"type\":\"finding\",\"rule\":\"sum.mismatch\",\"name\":\"合计与分项不符\",\"version\":\"1\",\"level\":"
    "\"error\",\"message\":\"不符\","
    "\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"verdict\":\"violated\",\"stated\":\"612.45\","
    "\"computed\":\"-0.60\","
    "\"difference\":\"0\",\"unit\":\"万元\",\"formula\":\"1+2=3\",\"confidence\":100,\"explanation\":"
    "\"因为\",\"evidence\":[{\"role\":\"total\","
    "\"line\":15,\"column\":870,\"where\":\"第15行\",\"quote\":\"支出为612.45万元\",\"value\":\"612.45\"}]}";
static const char RULE[] =
    "{\"type\":\"rule\",\"rule\":\"x.y\",\"failure\":\"memory\",\"message\":\"rules/x/y.lua:7: no\"}";
static const char OUTPUT[] = "{\"type\":\"output\",\"text\":\"正文\"}";
static const char REPORT[] = "{\"type\":\"report\",\"outcome\":\"inspected\",\"reason\":\"\",\"format\":"
                             "\"text\",\"encoding\":\"utf-8\",\"partial\":false,\"title\":\"自评报告\","
                             "\"organization\":\"事务中心\",\"year\":2021,\"figures\":93,\"facts\":80,"
                             "\"claimed\":61,\"claims\":40,\"findings\":1,\"findings_dropped\":0,"
                             "\"stages_us\":{\"read\":12,\"rules\":90},\"rules\":[{\"id\":\"sum.mismatch\","
                             "\"state\":\"checked\"}],\"peak_kib\":5120,\"extract_kib\":4096}";
