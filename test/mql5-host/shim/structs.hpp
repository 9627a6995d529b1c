// The terminal's own structures, field for field; those without strings are packed, as MQL5 lays them out.
#pragma once
#include "enums/calendar.hpp"
#include "enums/series.hpp"
#include "enums/symbol.hpp"
#include "enums/trade.hpp"
#include "runtime/array.hpp"
#include "runtime/string.hpp"

namespace mql {
using ::mqlrt::Array;
using ::mqlrt::i64;
using ::mqlrt::string;
using ::mqlrt::u64;
using uint = ::mqlrt::u32;
using uchar = ::mqlrt::u8;
using ushort = ::mqlrt::u16;
using datetime = ::mqlrt::i64;
using color = ::mqlrt::i32;

#pragma pack(push, 1)
struct MqlDateTime {
  int year, mon, day, hour, min, sec, day_of_week, day_of_year;
};

struct MqlRates {
  datetime time;
  double open, high, low, close;
  i64 tick_volume;
  int spread;
  i64 real_volume;
};

struct MqlTick {
  datetime time;
  double bid, ask, last;
  u64 volume;
  i64 time_msc;
  uint flags;
  double volume_real;
};

struct MqlBookInfo {
  ENUM_BOOK_TYPE type;
  double price;
  i64 volume;
  double volume_real;
};

/** A value of the calendar: numbers are scaled by a million, LONG_MIN stands for "not set". */
struct MqlCalendarValue {
  u64 id, event_id;
  datetime time, period;
  int revision;
  i64 actual_value, prev_value, revised_prev_value, forecast_value;
  ENUM_CALENDAR_EVENT_IMPACT impact_type;

  bool HasActualValue() const { return is_set(actual_value); }
  bool HasPreviousValue() const { return is_set(prev_value); }
  bool HasRevisedValue() const { return is_set(revised_prev_value); }
  bool HasForecastValue() const { return is_set(forecast_value); }
  double GetActualValue() const { return unscaled(actual_value); }
  double GetPreviousValue() const { return unscaled(prev_value); }
  double GetRevisedValue() const { return unscaled(revised_prev_value); }
  double GetForecastValue() const { return unscaled(forecast_value); }

private:
  static bool is_set(i64 value);
  static double unscaled(i64 value);
};
#pragma pack(pop)
static_assert(sizeof(MqlRates) == 60 && sizeof(MqlTick) == 60, "the wire sends these records as they are");

struct MqlCalendarCountry {
  u64 id;
  string name, code, currency, currency_symbol, url_name;
};

struct MqlCalendarEvent {
  u64 id;
  ENUM_CALENDAR_EVENT_TYPE type;
  ENUM_CALENDAR_EVENT_SECTOR sector;
  ENUM_CALENDAR_EVENT_FREQUENCY frequency;
  ENUM_CALENDAR_EVENT_TIMEMODE time_mode;
  u64 country_id;
  ENUM_CALENDAR_EVENT_UNIT unit;
  ENUM_CALENDAR_EVENT_IMPORTANCE importance;
  ENUM_CALENDAR_EVENT_MULTIPLIER multiplier;
  uint digits;
  string source_url, event_code, name;
};

/** One parameter of IndicatorCreate. */
struct MqlParam {
  ENUM_DATATYPE type;
  i64 integer_value;
  double double_value;
  string string_value;
};

struct MqlTradeRequest {
  ENUM_TRADE_REQUEST_ACTIONS action;
  u64 magic, order;
  string symbol;
  double volume, price, stoplimit, sl, tp;
  u64 deviation;
  ENUM_ORDER_TYPE type;
  ENUM_ORDER_TYPE_FILLING type_filling;
  ENUM_ORDER_TYPE_TIME type_time;
  datetime expiration;
  string comment;
  u64 position, position_by;
};

struct MqlTradeCheckResult {
  uint retcode;
  double balance, equity, profit, margin, margin_free, margin_level;
  string comment;
};

struct MqlTradeResult {
  uint retcode;
  u64 deal, order;
  double volume, price, bid, ask;
  string comment;
  uint request_id;
  int retcode_external;
};

struct MqlTradeTransaction {
  u64 deal, order;
  string symbol;
  ENUM_TRADE_TRANSACTION_TYPE type;
  ENUM_ORDER_TYPE order_type;
  ENUM_ORDER_STATE order_state;
  ENUM_DEAL_TYPE deal_type;
  ENUM_ORDER_TYPE_TIME time_type;
  datetime time_expiration;
  double price, price_trigger, price_sl, price_tp, volume;
  u64 position, position_by;
};
} // namespace mql
