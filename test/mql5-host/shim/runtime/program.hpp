// The running program: its event handlers, and what the host and the built-ins tell each other about it.
#pragma once
#include "../enums/series.hpp"
#include <vector>
#include "../structs.hpp"

namespace mqlrt {
/** The expert's event handlers; those it lacks are null. */
struct Handlers {
  int (*OnInit)() = nullptr;
  void (*OnDeinit)(const int) = nullptr;
  void (*OnStart)() = nullptr;
  void (*OnTick)() = nullptr;
  void (*OnTimer)() = nullptr;
  void (*OnTrade)() = nullptr;
  void (*OnTradeTransaction)(const mql::MqlTradeTransaction &, const mql::MqlTradeRequest &, const mql::MqlTradeResult &) = nullptr;
  void (*OnBookEvent)(const string &) = nullptr;
  void (*OnChartEvent)(const int, const i64 &, const double &, const string &) = nullptr;
};

/** Defined by the translated expert. */
const Handlers &handlers();

/** Accepts `void OnInit()` and `int OnStart()` as well. */
template <class Wanted, class Given> Wanted handler_cast(Given given) {
  if constexpr (std::is_same_v<Wanted, Given>) {
    return given;
  } else {
    static Given kept;
    kept = given;
    if constexpr (std::is_same_v<Wanted, int (*)()>) return +[] { return kept(), 0; };
    else return +[] { static_cast<void>(kept()); };
  }
}

/** An event an expert sent to a chart with EventChartCustom. */
struct ChartEvent {
  i64 chart;
  int id;
  i64 lparam;
  double dparam;
  string sparam;
};

struct Program {
  // ---- set by the host before OnInit
  string name{u"Mt5Bridge"};
  string path{u"MQL5\\Experts\\Mt5Bridge\\Mt5Bridge.ex5"};
  /** The chart that the expert is attached to. */
  string symbol{u"EURUSD"};
  mql::ENUM_TIMEFRAMES period = mql::PERIOD_H1;
  int digits = 5;
  double point = 0.00001;
  /** The folders of MQL5\Files and of the common files; without one, no file can be opened. UTF-8. */
  std::string files, common_files;
  /** The switches "Allow algo trading" and "Allow DLL imports" of the expert itself. */
  bool trade_allowed = true;
  bool dlls_allowed = true;

  // ---- followed by the host
  /** Milliseconds between timer events, 0 without a timer. */
  int timer_ms = 0;
  /** Counts the timer's settings, so that setting the same period again starts it anew. */
  int timer_settings = 0;
  /** ExpertRemove was called, or the expert's chart closed: end after this event, with this reason. */
  bool remove = false;
  int remove_reason = 0;
  /** What EventChartCustom sent, for the host to deliver and clear. */
  std::vector<ChartEvent> chart_events;

  // ---- told by the host
  volatile bool stop = false;
  int uninit_reason = 0;
  /** Time that passed at once, as far as the expert can see. */
  i64 skipped_us = 0;
};
extern Program program;

/** Microseconds since the start of the process, and what the host has skipped. */
i64 micros();
} // namespace mqlrt
