// What the expert reads from the mirror.
#include <algorithm>
#include "mirror.hpp"
#include "runtime/program.hpp"

namespace host {
using mqlrt::Error;
using mqlrt::string;

namespace {
/** An expert that goes on without waiting sees the market move all the same. */
constexpr i64 longest_standstill_us = 20'000;

constexpr Error unknown_symbol = mql::ERR_MARKET_UNKNOWN_SYMBOL;

/** What the account's figures, and those of positions, follow from. */
bool is_static(mql::ENUM_ACCOUNT_INFO_DOUBLE property) {
  return property == mql::ACCOUNT_MARGIN_SO_CALL || property == mql::ACCOUNT_MARGIN_SO_SO;
}

template <class Record> Error at(const std::vector<Record> &all, int index, Error unknown, Record &out) {
  if (index < 0 || static_cast<std::size_t>(index) >= all.size()) return unknown;
  out = all[static_cast<std::size_t>(index)];
  return 0;
}

template <class Record> Error by_ticket(const std::vector<Record> &all, u64 ticket, Error unknown, Record &out) {
  for (const Record &one : all) {
    if (one.ticket != ticket) continue;
    out = one;
    return 0;
  }
  return unknown;
}
} // namespace

void Mirror::before_read() {
  if (mqlrt::micros() - followed_at_ > longest_standstill_us) follow();
}

i64 Mirror::server_time_ms() {
  const auto passed = static_cast<i64>(static_cast<double>(mqlrt::micros() - clock_at_) / 1000.0 * speed_);
  latest_ms_ = std::max(server_ms_ + passed, latest_ms_);
  return latest_ms_;
}

i64 Mirror::time_current() {
  before_read();
  i64 newest = 0;
  for (const Symbol &symbol : symbols_)
    if (symbol.ticks.newest() && symbol.is_selected()) newest = std::max(newest, symbol.ticks.newest()->time);
  return newest;
}

i64 Mirror::time_trade_server() {
  before_read();
  return server_time_ms() / 1000;
}

i64 Mirror::time_gmt() {
  before_read();
  return (gmt_ms_ + server_time_ms() - server_ms_) / 1000;
}

i64 Mirror::time_local() { return time_gmt(); }

Error Mirror::account_integer(mql::ENUM_ACCOUNT_INFO_INTEGER property, i64 &out) {
  before_read();
  return account_.integer(property, out) ? 0 : mql::ERR_ACCOUNT_WRONG_PROPERTY;
}

Error Mirror::account_double(mql::ENUM_ACCOUNT_INFO_DOUBLE property, double &out) {
  if (!is_static(property)) before_figures();
  return account_.real(property, out) ? 0 : mql::ERR_ACCOUNT_WRONG_PROPERTY;
}

Error Mirror::account_string(mql::ENUM_ACCOUNT_INFO_STRING property, string &out) {
  before_read();
  return account_.text(property, out) ? 0 : mql::ERR_ACCOUNT_WRONG_PROPERTY;
}

Error Mirror::terminal_integer(mql::ENUM_TERMINAL_INFO_INTEGER property, i64 &out) {
  before_read();
  return terminal_.integer(property, out) ? 0 : mql::ERR_TERMINAL_WRONG_PROPERTY;
}

Error Mirror::terminal_double(mql::ENUM_TERMINAL_INFO_DOUBLE property, double &out) {
  before_read();
  return terminal_.real(property, out) ? 0 : mql::ERR_TERMINAL_WRONG_PROPERTY;
}

Error Mirror::terminal_string(mql::ENUM_TERMINAL_INFO_STRING property, string &out) {
  before_read();
  return terminal_.text(property, out) ? 0 : mql::ERR_TERMINAL_WRONG_PROPERTY;
}

int Mirror::symbols_total(bool selected) {
  before_read();
  const auto is_counted = [selected](const Symbol &symbol) { return !selected || symbol.is_selected(); };
  return static_cast<int>(std::count_if(symbols_.begin(), symbols_.end(), is_counted));
}

Error Mirror::symbol_name(int index, bool selected, string &out) {
  before_read();
  for (const Symbol &symbol : symbols_) {
    if (selected && !symbol.is_selected()) continue;
    if (index-- != 0) continue;
    out = symbol.name;
    return 0;
  }
  return mql::ERR_MARKET_WRONG_PROPERTY;
}

Error Mirror::symbol_exist(const string &symbol, bool &custom) {
  i64 is_custom = 0;
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  found->properties.integer(mql::SYMBOL_CUSTOM, is_custom);
  custom = is_custom != 0;
  return 0;
}

Error Mirror::symbol_is_synchronized(const string &symbol, bool &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  i64 is_connected = 0;
  terminal_.integer(mql::TERMINAL_CONNECTED, is_connected);
  out = is_connected != 0 && found->is_selected();
  return 0;
}

Error Mirror::symbol_integer(const string &symbol, mql::ENUM_SYMBOL_INFO_INTEGER property, i64 &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  if (found->quoted_integer(property, out) || found->properties.integer(property, out)) return 0;
  return mql::ERR_MARKET_WRONG_PROPERTY;
}

Error Mirror::symbol_double(const string &symbol, mql::ENUM_SYMBOL_INFO_DOUBLE property, double &out) {
  Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  const bool is_worth = property == mql::SYMBOL_TRADE_TICK_VALUE || property == mql::SYMBOL_TRADE_TICK_VALUE_PROFIT ||
                        property == mql::SYMBOL_TRADE_TICK_VALUE_LOSS || property == mql::SYMBOL_SESSION_OPEN ||
                        property == mql::SYMBOL_SESSION_CLOSE;
  if (is_worth && found->is_stale) {
    MessageWriter name;
    name.text(symbol);
    Error error = 0;
    call("symbol_values", name, 1, error);
    if (error != 0) return error;
    found = find(symbol);
  }
  if (found->quoted_real(property, out) || found->properties.real(property, out)) return 0;
  return mql::ERR_MARKET_WRONG_PROPERTY;
}

Error Mirror::symbol_string(const string &symbol, mql::ENUM_SYMBOL_INFO_STRING property, string &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  return found->properties.text(property, out) ? 0 : mql::ERR_MARKET_WRONG_PROPERTY;
}

Error Mirror::symbol_margin_rate(const string &symbol, mql::ENUM_ORDER_TYPE, double &initial, double &maintenance) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  initial = found->margin_initial;
  maintenance = found->margin_maintenance;
  return 0;
}

Error Mirror::symbol_tick(const string &symbol, mql::MqlTick &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  if (!found->is_selected()) return mql::ERR_MARKET_NOT_SELECTED;
  const mql::MqlTick *newest = found->ticks.newest();
  if (!newest) return mql::ERR_MARKET_LASTTIME_UNKNOWN;
  out = *newest;
  return 0;
}

Error Mirror::symbol_session(const string &symbol, bool trade, mql::ENUM_DAY_OF_WEEK day, mqlrt::u32 index, i64 &from, i64 &to) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  if (day < 0 || day > 6) return mql::ERR_MARKET_SESSION_INDEX;
  const std::vector<Session> &sessions = trade ? found->trade_sessions[day] : found->quote_sessions[day];
  if (index >= sessions.size()) return mql::ERR_MARKET_SESSION_INDEX;
  from = sessions[index].from;
  to = sessions[index].to;
  return 0;
}

Error Mirror::book(const string &symbol, mqlrt::Array<mql::MqlBookInfo> &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  if (found->book.empty()) return mql::ERR_BOOKS_CANNOT_GET;
  out.resize(static_cast<int>(found->book.size()), 0);
  std::copy(found->book.begin(), found->book.end(), out.data());
  return 0;
}

int Mirror::positions_total() {
  before_figures();
  return static_cast<int>(positions_.size());
}

Error Mirror::position_at(int index, mqlrt::Position &out) {
  before_figures();
  return at(positions_, index, mql::ERR_TRADE_POSITION_NOT_FOUND, out);
}

Error Mirror::position(u64 ticket, mqlrt::Position &out) {
  before_figures();
  return by_ticket(positions_, ticket, mql::ERR_TRADE_POSITION_NOT_FOUND, out);
}

Error Mirror::position_of(const string &symbol, mqlrt::Position &out) {
  before_figures();
  const mqlrt::Position *found = nullptr;
  for (const mqlrt::Position &one : positions_)
    if (one.symbol == symbol && (!found || one.ticket < found->ticket)) found = &one;
  if (!found) return mql::ERR_TRADE_POSITION_NOT_FOUND;
  out = *found;
  return 0;
}

int Mirror::orders_total() {
  before_figures();
  return static_cast<int>(orders_.size());
}

Error Mirror::order_at(int index, mqlrt::Order &out) {
  before_figures();
  return at(orders_, index, mql::ERR_TRADE_ORDER_NOT_FOUND, out);
}

Error Mirror::order(u64 ticket, mqlrt::Order &out) {
  before_figures();
  return by_ticket(orders_, ticket, mql::ERR_TRADE_ORDER_NOT_FOUND, out);
}

Error Mirror::history(i64 from, i64 to, mqlrt::History &out) {
  before_read();
  const auto is_within = [from, to](i64 ms) { return ms / 1000 >= from && ms / 1000 <= to; };
  for (const mqlrt::Order &one : history_orders_)
    if (is_within(one.time_setup_msc)) out.orders.push_back(one);
  for (const mqlrt::Deal &one : deals_)
    if (is_within(one.time_msc)) out.deals.push_back(one);
  return 0;
}

Error Mirror::history_of_position(u64 position_id, mqlrt::History &out) {
  before_read();
  for (const mqlrt::Order &one : history_orders_)
    if (one.position_id == position_id) out.orders.push_back(one);
  for (const mqlrt::Deal &one : deals_)
    if (one.position_id == position_id) out.deals.push_back(one);
  return 0;
}

Error Mirror::history_order(u64 ticket, mqlrt::Order &out) {
  before_read();
  const auto found = order_numbers_.find(ticket);
  if (found == order_numbers_.end()) return mql::ERR_TRADE_ORDER_NOT_FOUND;
  out = history_orders_[found->second];
  return 0;
}

Error Mirror::history_deal(u64 ticket, mqlrt::Deal &out) {
  before_read();
  const auto found = deal_numbers_.find(ticket);
  if (found == deal_numbers_.end()) return mql::ERR_TRADE_DEAL_NOT_FOUND;
  out = deals_[found->second];
  return 0;
}
} // namespace host
