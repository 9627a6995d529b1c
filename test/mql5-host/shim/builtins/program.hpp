// The program's own state: errors, timer, stopping, information about itself, its chart's symbol and period.
#pragma once
#include "../enums/account.hpp"
#include "../enums/constants.hpp"
#include "../runtime/errors.hpp"
#include "../runtime/program.hpp"

namespace mql {
inline const string &_Symbol = ::mqlrt::program.symbol;
inline const ENUM_TIMEFRAMES &_Period = ::mqlrt::program.period;
inline const int &_Digits = ::mqlrt::program.digits;
inline const double &_Point = ::mqlrt::program.point;
inline const int &_LastError = ::mqlrt::last_error;
inline const int &_UninitReason = ::mqlrt::program.uninit_reason;
inline const volatile bool &_StopFlag = ::mqlrt::program.stop;
inline constexpr bool _IsX64 = true;

inline const string &Symbol() { return ::mqlrt::program.symbol; }
inline ENUM_TIMEFRAMES Period() { return ::mqlrt::program.period; }
inline int Digits() { return ::mqlrt::program.digits; }
inline double Point() { return ::mqlrt::program.point; }
int PeriodSeconds(ENUM_TIMEFRAMES period = PERIOD_CURRENT);

inline int GetLastError() { return ::mqlrt::last_error; }
inline void ResetLastError() { ::mqlrt::last_error = 0; }
inline void SetUserError(ushort error) { ::mqlrt::last_error = ERR_USER_ERROR_FIRST + error; }

inline bool IsStopped() { return ::mqlrt::program.stop; }
inline int UninitializeReason() { return ::mqlrt::program.uninit_reason; }
void ExpertRemove();
/** Waits in parts of 100 ms, so that a stop ends it. */
void Sleep(int milliseconds);

bool EventSetMillisecondTimer(int milliseconds);
bool EventSetTimer(int seconds);
void EventKillTimer();
bool EventChartCustom(i64 chart, ushort id, i64 lparam, double dparam, const string &sparam);

int MQLInfoInteger(int property);
string MQLInfoString(int property);

template <class T> ENUM_POINTER_TYPE CheckPointer(const T *object) { return object ? POINTER_DYNAMIC : POINTER_INVALID; }
template <class T> T *GetPointer(T &object) { return &object; }
} // namespace mql
