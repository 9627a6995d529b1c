// What there is at the start; symbols, books and the calendar.
#include <algorithm>
#include <cmath>
#include <iterator>
#include "local-terminal.hpp"

namespace local {
namespace {
constexpr Error unknown_symbol = mql::ERR_MARKET_UNKNOWN_SYMBOL;

const std::vector<Symbol> all_symbols = {
    {string(u"EURUSD"), 5, 1.16845, true, true},    {string(u"EURUSD.m"), 5, 1.16850, true, true},
    {string(u"#EURUSD.m"), 5, 1.16850, true, false}, {string(u"XAUUSD"), 2, 3350.25, true, false},   {string(u"USDJPY"), 3, 147.215, true, false},
    {string(u"BTCUSD"), 2, 118000.0, false, false}, {string(u"\u0417\u041e\u041b\u041e\u0422\u041e"), 1, 9000.5, false, false},
};

mql::MqlCalendarCountry country() {
  return {840, string(u"United States"), string(u"US"), string(u"USD"), string(u"$"), string(u"united-states")};
}

mql::MqlCalendarEvent event() {
  mql::MqlCalendarEvent event{};
  event.id = 840010001;
  event.country_id = country().id;
  event.digits = 1;
  event.source_url = string(u"https://example.com");
  event.event_code = string(u"cpi");
  event.name = string(u"Consumer prices");
  return event;
}

bool is_of(const string &country_code, const string &currency) {
  const auto is_any_or = [](const string &wanted, const string &is) { return wanted.size() == 0 || wanted == is; };
  return is_any_or(country_code, country().code) && is_any_or(currency, country().currency);
}
} // namespace

double Symbol::point() const { return std::pow(10.0, -digits); }

LocalTerminal::LocalTerminal(const Options &options) : options_(options) { reset(); }

void LocalTerminal::reset() {
  // The series belong to places in the list, which stay.
  symbols_.resize(all_symbols.size());
  std::copy(all_symbols.begin(), all_symbols.end(), symbols_.begin());
  indicators_.clear();
  newest_indicator_ = 9;
  newest_ticket_ = 9007199254742000;
  orders_sent_ = 0;
  // Tickets of the protocol's golden requests.
  mqlrt::Position position;
  position.ticket = position.identifier = 9007199254741000;
  position.time_msc = position.time_update_msc = (options_.clock() - 3600) * 1000;
  position.volume = 0.5;
  position.price_open = position.price_current = symbols_[1].price;
  position.symbol = symbols_[1].name;
  positions_.assign(2, position);
  positions_[1].ticket = positions_[1].identifier = UINT64_MAX;
  positions_[1].type = mql::POSITION_TYPE_SELL;
  mqlrt::Order order;
  order.ticket = position.ticket;
  order.time_setup_msc = position.time_msc;
  order.type = mql::ORDER_TYPE_BUY_LIMIT;
  order.state = mql::ORDER_STATE_PLACED;
  order.volume_initial = order.volume_current = 0.3;
  order.price_open = symbols_[0].price - 0.01;
  order.symbol = symbols_[0].name;
  order.comment = string(u"a comment");
  orders_.assign(2, order);
  orders_[1].ticket = UINT64_MAX;
  order.ticket = UINT64_MAX;
  order.position_id = 9007199254740993;
  order.state = mql::ORDER_STATE_FILLED;
  mqlrt::Deal deal;
  deal.ticket = position.ticket - 2;
  deal.order = order.ticket;
  deal.position_id = order.position_id;
  deal.time_msc = position.time_msc;
  deal.volume = position.volume;
  deal.price = position.price_open;
  deal.symbol = position.symbol;
  history_.orders.assign(1, order);
  history_.deals.assign(1, deal);
}

Symbol *LocalTerminal::find(const string &name) {
  const auto found = std::find_if(symbols_.begin(), symbols_.end(), [&name](const Symbol &one) { return one.name == name; });
  return found == symbols_.end() ? nullptr : &*found;
}

int LocalTerminal::symbols_total(bool selected) {
  return static_cast<int>(std::count_if(symbols_.begin(), symbols_.end(), [selected](const Symbol &one) { return !selected || one.is_selected; }));
}

Error LocalTerminal::symbol_name(int index, bool selected, string &out) {
  for (const Symbol &one : symbols_) {
    if ((selected && !one.is_selected) || index-- != 0) continue;
    out = one.name;
    return 0;
  }
  return mql::ERR_MARKET_WRONG_PROPERTY;
}

Error LocalTerminal::symbol_exist(const string &symbol, bool &custom) {
  custom = false;
  return find(symbol) ? 0 : unknown_symbol;
}

Error LocalTerminal::symbol_select(const string &symbol, bool select) {
  Symbol *found = find(symbol);
  if (found) found->is_selected = select;
  return found ? 0 : unknown_symbol;
}

Error LocalTerminal::symbol_is_synchronized(const string &symbol, bool &out) {
  const Symbol *found = find(symbol);
  if (found) out = found->is_selected;
  return found ? 0 : unknown_symbol;
}

Error LocalTerminal::symbol_integer(const string &symbol, mql::ENUM_SYMBOL_INFO_INTEGER property, i64 &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  switch (property) {
    case mql::SYMBOL_SELECT:
    case mql::SYMBOL_VISIBLE: out = found->is_selected; break;
    case mql::SYMBOL_DIGITS: out = found->digits; break;
    case mql::SYMBOL_SPREAD: out = 10; break;
    case mql::SYMBOL_SPREAD_FLOAT: out = 1; break;
    case mql::SYMBOL_TIME: out = ticks_of(*found).back().time; break;
    case mql::SYMBOL_TIME_MSC: out = ticks_of(*found).back().time_msc; break;
    case mql::SYMBOL_TRADE_MODE: out = mql::SYMBOL_TRADE_MODE_FULL; break;
    case mql::SYMBOL_TRADE_EXEMODE: out = mql::SYMBOL_TRADE_EXECUTION_MARKET; break;
    case mql::SYMBOL_FILLING_MODE: out = 3; break;
    case mql::SYMBOL_EXPIRATION_MODE: out = 15; break;
    case mql::SYMBOL_ORDER_MODE: out = 127; break;
    case mql::SYMBOL_TICKS_BOOKDEPTH: out = found->has_book ? 2 : 0; break;
    default: out = 0;
  }
  return 0;
}

Error LocalTerminal::symbol_double(const string &symbol, mql::ENUM_SYMBOL_INFO_DOUBLE property, double &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  switch (property) {
    case mql::SYMBOL_BID: out = ticks_of(*found).back().bid; break;
    case mql::SYMBOL_ASK: out = ticks_of(*found).back().ask; break;
    case mql::SYMBOL_POINT:
    case mql::SYMBOL_TRADE_TICK_SIZE: out = found->point(); break;
    case mql::SYMBOL_TRADE_TICK_VALUE:
    case mql::SYMBOL_TRADE_TICK_VALUE_PROFIT:
    case mql::SYMBOL_TRADE_TICK_VALUE_LOSS: out = 1.0; break;
    case mql::SYMBOL_TRADE_CONTRACT_SIZE: out = 100000; break;
    case mql::SYMBOL_VOLUME_MIN:
    case mql::SYMBOL_VOLUME_STEP: out = 0.01; break;
    case mql::SYMBOL_VOLUME_MAX: out = 100; break;
    default: out = 0;
  }
  return 0;
}

Error LocalTerminal::symbol_string(const string &symbol, mql::ENUM_SYMBOL_INFO_STRING property, string &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  switch (property) {
    case mql::SYMBOL_PATH: out = string(u"Forex\\" + found->name.units()); break;
    case mql::SYMBOL_DESCRIPTION: out = found->name; break;
    default: out = string(u"USD");
  }
  return 0;
}

Error LocalTerminal::symbol_margin_rate(const string &symbol, mql::ENUM_ORDER_TYPE, double &initial, double &maintenance) {
  initial = maintenance = 1;
  return find(symbol) ? 0 : unknown_symbol;
}

Error LocalTerminal::symbol_tick(const string &symbol, mql::MqlTick &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  if (!found->is_selected) return mql::ERR_MARKET_NOT_SELECTED;
  out = ticks_of(*found).back();
  return 0;
}

Error LocalTerminal::symbol_session(const string &symbol, bool, mql::ENUM_DAY_OF_WEEK day, u32 index, i64 &from, i64 &to) {
  if (!find(symbol)) return unknown_symbol;
  if (day < mql::MONDAY || day > mql::FRIDAY || index > 0) return mql::ERR_MARKET_SESSION_INDEX;
  from = 0;
  to = 86400;
  return 0;
}

Error LocalTerminal::book_subscribe(const string &symbol, bool) { return find(symbol) ? 0 : unknown_symbol; }

Error LocalTerminal::book(const string &symbol, Array<mql::MqlBookInfo> &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  if (!found->has_book) return mql::ERR_BOOKS_CANNOT_GET;
  const mql::MqlBookInfo entries[] = {
      {mql::BOOK_TYPE_SELL, found->price + 2 * found->point(), 5, 5.0},
      {mql::BOOK_TYPE_SELL, found->price + found->point(), 2, 2.5},
      {mql::BOOK_TYPE_BUY, found->price, 3, 3.0},
      {mql::BOOK_TYPE_BUY, found->price - found->point(), 7, 7.25},
  };
  out.resize(static_cast<int>(std::size(entries)), 0);
  std::copy(std::begin(entries), std::end(entries), out.data());
  return 0;
}

Error LocalTerminal::calendar_countries(Array<mql::MqlCalendarCountry> &out) {
  out.resize(1, 0);
  out[0] = country();
  return 0;
}

Error LocalTerminal::calendar_country(u64 id, mql::MqlCalendarCountry &out) {
  if (id != country().id) return mql::ERR_CALENDAR_NO_DATA;
  out = country();
  return 0;
}

Error LocalTerminal::calendar_events(const string &country_code, const string &currency, Array<mql::MqlCalendarEvent> &out) {
  if (!is_of(country_code, currency)) return mql::ERR_CALENDAR_NO_DATA;
  out.resize(1, 0);
  out[0] = event();
  return 0;
}

Error LocalTerminal::calendar_event(u64 id, mql::MqlCalendarEvent &out) {
  if (id != event().id) return mql::ERR_CALENDAR_NO_DATA;
  out = event();
  return 0;
}

Error LocalTerminal::calendar_value(u64 id, mql::MqlCalendarValue &out) {
  out = {};
  out.id = id;
  out.event_id = event().id;
  out.time = options_.clock() / 3600 * 3600;
  out.actual_value = INT64_MIN;
  out.forecast_value = 2500000;
  return 0;
}

/** One value an hour, of the day around the moment. */
Error LocalTerminal::calendar_values(i64 from, i64 to, const string &country_code, const string &currency, Array<mql::MqlCalendarValue> &out) {
  std::vector<mql::MqlCalendarValue> values;
  const i64 now = options_.clock() / 3600 * 3600;
  for (i64 hour = -12; hour < 12; hour++) {
    mql::MqlCalendarValue value;
    calendar_value(static_cast<u64>(hour + 100), value);
    value.time = now + hour * 3600;
    const bool is_within = value.time >= from && (to == 0 || value.time <= to);
    if (is_within && is_of(country_code, currency)) values.push_back(value);
  }
  if (values.empty()) return mql::ERR_CALENDAR_NO_DATA;
  out.resize(static_cast<int>(values.size()), 0);
  std::copy(values.begin(), values.end(), out.data());
  return 0;
}

Error LocalTerminal::calendar_values_of_event(u64 event_id, i64 from, i64 to, Array<mql::MqlCalendarValue> &out) {
  return event_id == event().id ? calendar_values(from, to, {}, {}, out) : mql::ERR_CALENDAR_NO_DATA;
}

Error LocalTerminal::calendar_changes(u64 &, u64, const string &, const string &, Array<mql::MqlCalendarValue> &) { return mql::ERR_CALENDAR_NO_DATA; }
} // namespace local
