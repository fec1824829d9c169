// Networks of our own with every kind of element, and what EPANET 2.3.5 (github.com/OpenWaterAnalytics/EPANET) answers:
// heads and flows in the units of the file, computed with the accuracy that the file asks for.
#pragma once
#include <map>
#include <string>

namespace dalian::water::test {

struct EpanetCase {
  char const* inp;
  int hour;
  std::map<std::string, double> head, flow;
};

inline constexpr char kValves[] = R"([TITLE]
Every valve
[JUNCTIONS]
 a 20 5
 b 18 4
 c 15 6
 d 15 3
 e 12 8
 f 12 2
 g 10 5
 h 10 1
 i 30 2
 j 5 3
 k 8 2
 l 8 4
[RESERVOIRS]
 r 80
 s 62
[PIPES]
 p1 r a 500 300 120
 p2 a b 400 250 110 2.5
 p3 c d 300 200 110
 p4 d e 300 150 100
 p5 f g 200 150 100
 p6 g h 600 100 90
 p7 i b 100 200 120
 p8 s i 900 250 120 0 CV
 p9 j c 350 150 100
 p10 k l 100 100 100
[VALVES]
 prv b c 200 PRV 30 0.5
 psv e f 150 PSV 25 0
 fcv a j 150 FCV 9
 tcv h k 100 TCV 40
 pbv d g 100 PBV 12
 gpv l e 100 GPV loss
[CURVES]
 loss 0 0
 loss 5 4
 loss 10 15
[OPTIONS]
 Units LPS
 Headloss H-W
 Accuracy 0.00001
[END]
)";

inline constexpr char kPumps[] = R"([TITLE]
Every pump, Darcy-Weisbach
[JUNCTIONS]
 a 0 0
 b 5 40
 c 5 120
 d 12 30
 e 8 0.02
 f 3 60
[RESERVOIRS]
 r 10
 s 30
[TANKS]
 t 40 3 1 6 15 0
[PIPES]
 p1 a b 1200 350 0.3
 p2 b c 800 300 0.2 3
 p3 c d 900 250 0.5
 p4 d t 300 300 0.1
 p5 d e 2000 100 0.1
 p6 f c 700 250 0.3
 p7 e b 3000 80 1.5
[PUMPS]
 one r a HEAD single SPEED 1.05
 three r a HEAD shape
 many s f HEAD table SPEED 0.9
[CURVES]
 single 150 45
 shape 0 60
 shape 120 50
 shape 260 20
 table 0 40
 table 50 38
 table 150 30
 table 300 8
[OPTIONS]
 Units CMH
 Headloss D-W
 Accuracy 0.00001
[END]
)";

inline constexpr char kDriven[] = R"([TITLE]
Pressure-driven demand, emitters, Chezy-Manning
[JUNCTIONS]
 a 10 3
 b 30 4
 c 46 3
 d 60 2
 e 5 1.5
[RESERVOIRS]
 r 55
[PIPES]
 p1 r a 800 250 0.012
 p2 a b 700 200 0.013 4
 p3 b c 500 150 0.013
 p4 c d 300 150 0.014
 p5 a e 400 100 0.011
 p6 e b 900 100 0.012
[EMITTERS]
 e 0.15
 b 0.05
[OPTIONS]
 Units MLD
 Headloss C-M
 Demand Model PDA
 Minimum Pressure 2
 Required Pressure 20
 Pressure Exponent 0.5
 Emitter Exponent 0.6
 Accuracy 0.00001
[END]
)";

inline constexpr char kRules[] = R"([TITLE]
Two days of controls and rules
[JUNCTIONS]
 a 10 0
 b 12 250 day
 c 20 180 day
 d 22 90
[RESERVOIRS]
 r 12 lake
[TANKS]
 t 55 4 0.5 8 20 0 shape
 u 45 2 1 8 30 0
[PIPES]
 p1 a b 800 12 120
 p2 b c 900 10 110
 p3 c t 300 12 120
 p4 c d 400 8 100
 p5 d u 500 8 110
[PUMPS]
 one r a HEAD h PATTERN speed
 six a b POWER 2
 two r a HEAD h
[STATUS]
 two Closed
[DEMANDS]
 d 60 day
 d 40
[PATTERNS]
 day 0.5 0.4 0.6 1.2 1.6 1.3
 day 1.1 0.8
 lake 1 1.02 0.98
 speed 1 1 0.95 1.02
[CURVES]
 h 350 55
 shape 0 50
 shape 4 5000
 shape 8 18000
[CONTROLS]
 LINK p5 CLOSED AT CLOCKTIME 2 AM
 LINK p5 OPEN AT CLOCKTIME 4:30 AM
 LINK six CLOSED IF NODE t ABOVE 5
 LINK six OPEN IF NODE t BELOW 3
 LINK p2 OPEN IF NODE d BELOW 10
[RULES]
RULE 1
IF TANK u LEVEL < 1.5
AND SYSTEM CLOCKTIME >= 6 AM
AND SYSTEM CLOCKTIME < 8 PM
THEN PUMP two STATUS IS OPEN
PRIORITY 2
RULE 2
IF TANK u LEVEL > 4
OR SYSTEM TIME = 30:00
THEN PUMP two STATUS IS CLOSED
RULE 3
IF NODE b PRESSURE > 22.5
THEN PIPE p4 STATUS IS CLOSED
ELSE PIPE p4 STATUS IS OPEN
[OPTIONS]
 Units GPM
 Headloss H-W
 Demand Multiplier 1.1
 Accuracy 0.00001
[TIMES]
 Duration 48
 Hydraulic Timestep 1:00
 Pattern Timestep 3:00
 Start ClockTime 1 am
[END]
)";

inline EpanetCase const kEpanetCases[] = {
    {kValves,
     0,
     {{"a", 79.15072},
      {"b", 78.12703},
      {"c", 45},
      {"d", 43.54736},
      {"e", 37},
      {"f", 32.14822},
      {"g", 31.54736},
      {"h", 31.10437},
      {"i", 78.12319},
      {"j", 45.58411},
      {"k", 31.10309},
      {"l", 31.23288},
      {"r", 80},
      {"s", 62}},
     {{"p1", 45.0001},
      {"p2", 31.00007},
      {"p3", 24.99993},
      {"p4", 24.0449},
      {"p5", 8.241624},
      {"p6", 1.196762},
      {"p7", -2.000015},
      {"p8", 0},
      {"p9", 6.000031},
      {"p10", -1.803238},
      {"prv", 25.00005},
      {"psv", 10.24162},
      {"fcv", 9.000031},
      {"tcv", 0.1967624},
      {"pbv", -2.04487},
      {"gpv", -5.803237}}},
    {kPumps,
     0,
     {{"a", 57.03688},
      {"b", 54.25832},
      {"c", 51.32251},
      {"d", 43.60685},
      {"e", 44.7748},
      {"f", 52.17853},
      {"r", 10},
      {"s", 30},
      {"t", 43}},
     {{"p1", 308.0106},
      {"p2", 262.2894},
      {"p3", 233.3612},
      {"p4", 209.0624},
      {"p5", -5.701199},
      {"p6", 91.07174},
      {"p7", -5.721199},
      {"one", 169.3211},
      {"three", 138.6895},
      {"many", 151.0717}}},
    {kDriven,
     0,
     {{"a", 42.49285}, {"b", 35.98979}, {"c", 35.98979}, {"d", 35.98979}, {"e", 18.94732}, {"r", 55}},
     {{"p1", 6.98072},
      {"p2", 2.696995},
      {"p3", -3.2793e-07},
      {"p4", -2.134781e-07},
      {"p5", 1.283724},
      {"p6", -0.6674273}}},
    {kRules,
     0,
     {{"a", 55.30771}, {"b", 59.61914}, {"c", 58.75363}, {"d", 52.39366}, {"r", 12}, {"t", 59}, {"u", 47}},
     {{"p1", -1387.209},
      {"p2", 310.4119},
      {"p3", -502.3015},
      {"p4", 713.7134},
      {"p5", 636.7134},
      {"one", 447.9121},
      {"six", 1835.121},
      {"two", 0}}},
    {kRules,
     7,
     {{"a", 60.65172}, {"b", 60.33296}, {"c", 60.0338}, {"d", 59.91395}, {"r", 11.76}, {"t", 60.03493}, {"u", 53}},
     {{"p1", 339.9106},
      {"p2", 174.9106},
      {"p3", -27.4894},
      {"p4", 83.60003},
      {"p5", 0},
      {"one", 339.9109},
      {"six", 0},
      {"two", 0}}},
    {kRules,
     14,
     {{"a", 46.6094}, {"b", 50.11009}, {"c", 47.3511}, {"d", 46.34512}, {"r", 12.24}, {"t", 55.49987}, {"u", 46.12177}},
     {{"p1", -1239.634},
      {"p2", 580.4887},
      {"p3", 0},
      {"p4", 263.6888},
      {"p5", 114.0888},
      {"one", 510.2444},
      {"six", 2260.123},
      {"two", 510.2444}}},
    {kRules,
     15,
     {{"a", 49.55528},
      {"b", 53.11153},
      {"c", 50.02171},
      {"d", 48.23392},
      {"r", 11.76},
      {"t", 55.49987},
      {"u", 47.41635}},
     {{"p1", -1250.219},
      {"p2", 617.0936},
      {"p3", 0},
      {"p4", 359.6936},
      {"p5", 229.8936},
      {"one", 487.2968},
      {"six", 2224.812},
      {"two", 487.2968}}},
    {kRules,
     21,
     {{"a", 43.37005}, {"b", 47.51727}, {"c", 46.55141}, {"d", 46.10057}, {"r", 12.24}, {"t", 55.49987}, {"u", 46}},
     {{"p1", -1358.427},
      {"p2", 329.354},
      {"p3", 0},
      {"p4", 170.9541},
      {"p5", 74.15408},
      {"one", 549.3541},
      {"six", 1907.781},
      {"two", 0}}},
    {kRules,
     26,
     {{"a", 53.18106},
      {"b", 57.46946},
      {"c", 56.53104},
      {"d", 56.42811},
      {"r", 11.76},
      {"t", 56.50532},
      {"u", 50.5374}},
     {{"p1", -1383.204},
      {"p2", 324.2697},
      {"p3", 148.2697},
      {"p4", 77.00002},
      {"p5", 0},
      {"one", 461.7699},
      {"six", 1844.974},
      {"two", 0}}},
    {kRules,
     38,
     {{"a", 47.14253}, {"b", 50.65541}, {"c", 47.98532}, {"d", 47.05005}, {"r", 12}, {"t", 55.49988}, {"u", 46.86218}},
     {{"p1", -1241.964},
      {"p2", 570.3136},
      {"p3", 0},
      {"p4", 253.5136},
      {"p5", 103.9136},
      {"one", 505.1568},
      {"six", 2252.277},
      {"two", 505.1568}}},
    {kRules,
     48,
     {{"a", 47.61607},
      {"b", 51.83611},
      {"c", 50.66118},
      {"d", 49.63089},
      {"r", 12.24},
      {"t", 55.49988},
      {"u", 49.05585}},
     {{"p1", -1371.253},
      {"p2", 366.1097},
      {"p3", 0},
      {"p4", 267.1097},
      {"p5", 190.1097},
      {"one", 503.6099},
      {"six", 1874.863},
      {"two", 0}}},
};

} // namespace dalian::water::test
