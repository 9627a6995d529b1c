// Times: clocks of the terminal, and calendar arithmetic on seconds since 1970.
#pragma once
#include "../enums/constants.hpp"
#include "../structs.hpp"

namespace mql {
datetime TimeCurrent();
datetime TimeCurrent(MqlDateTime &parts);
datetime TimeTradeServer();
datetime TimeTradeServer(MqlDateTime &parts);
datetime TimeGMT();
datetime TimeGMT(MqlDateTime &parts);
datetime TimeLocal();
datetime TimeLocal(MqlDateTime &parts);
/** GMT less local time, in seconds. */
int TimeGMTOffset();
int TimeDaylightSavings();

/** Milliseconds since the machine started, and microseconds since the program did. */
u64 GetTickCount64();
uint GetTickCount();
u64 GetMicrosecondCount();

bool TimeToStruct(datetime time, MqlDateTime &parts);
datetime StructToTime(const MqlDateTime &parts);
string TimeToString(datetime time, int mode = TIME_DATE | TIME_MINUTES);
/** "yyyy.mm.dd [hh:mi[:ss]]" with . / - or nothing between the parts; a lone time is today's. */
datetime StringToTime(const string &text);
} // namespace mql
