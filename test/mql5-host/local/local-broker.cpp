// The account, and a broker that decides by the request alone.
#include <algorithm>
#include <cmath>
#include "local-terminal.hpp"

namespace local {
namespace {
template <class Record> Error at(const std::vector<Record> &all, int index, Error unknown, Record &out) {
  if (index < 0 || static_cast<std::size_t>(index) >= all.size()) return unknown;
  out = all[static_cast<std::size_t>(index)];
  return 0;
}

template <class Record> auto held(std::vector<Record> &all, u64 ticket) {
  return std::find_if(all.begin(), all.end(), [ticket](const Record &one) { return one.ticket == ticket; });
}

template <class Record> Error by_ticket(std::vector<Record> &all, u64 ticket, Error unknown, Record &out) {
  const auto found = held(all, ticket);
  if (found == all.end()) return unknown;
  out = *found;
  return 0;
}

bool is_sale(mql::ENUM_ORDER_TYPE type) { return type % 2 == 1; }
} // namespace

Error LocalTerminal::account_integer(mql::ENUM_ACCOUNT_INFO_INTEGER property, i64 &out) {
  switch (property) {
    case mql::ACCOUNT_LOGIN: out = 1001; break;
    case mql::ACCOUNT_LEVERAGE: out = 100; break;
    case mql::ACCOUNT_MARGIN_MODE: out = mql::ACCOUNT_MARGIN_MODE_RETAIL_HEDGING; break;
    case mql::ACCOUNT_CURRENCY_DIGITS: out = 2; break;
    case mql::ACCOUNT_TRADE_ALLOWED:
    case mql::ACCOUNT_TRADE_EXPERT:
    case mql::ACCOUNT_HEDGE_ALLOWED: out = 1; break;
    default: out = 0;
  }
  return 0;
}

Error LocalTerminal::account_double(mql::ENUM_ACCOUNT_INFO_DOUBLE property, double &out) {
  const bool is_money = property == mql::ACCOUNT_BALANCE || property == mql::ACCOUNT_EQUITY || property == mql::ACCOUNT_MARGIN_FREE;
  out = is_money ? 10000 : 0;
  return 0;
}

Error LocalTerminal::account_string(mql::ENUM_ACCOUNT_INFO_STRING property, string &out) {
  out = string(property == mql::ACCOUNT_CURRENCY ? u"USD" : u"Local");
  return 0;
}

Error LocalTerminal::terminal_integer(mql::ENUM_TERMINAL_INFO_INTEGER property, i64 &out) {
  switch (property) {
    case mql::TERMINAL_BUILD: out = 5000; break;
    case mql::TERMINAL_MAXBARS: out = options_.bars; break;
    case mql::TERMINAL_CONNECTED:
    case mql::TERMINAL_TRADE_ALLOWED:
    case mql::TERMINAL_DLLS_ALLOWED: out = 1; break;
    default: out = 0;
  }
  return 0;
}

Error LocalTerminal::terminal_double(mql::ENUM_TERMINAL_INFO_DOUBLE, double &out) {
  out = 0;
  return 0;
}

Error LocalTerminal::terminal_string(mql::ENUM_TERMINAL_INFO_STRING, string &out) {
  out = string(u"Local");
  return 0;
}

void LocalTerminal::add_deal(const mql::MqlTradeRequest &request, u64 position, mql::ENUM_DEAL_ENTRY entry, mql::MqlTradeResult &result) {
  mqlrt::Order order;
  order.ticket = result.order = ++newest_ticket_;
  order.magic = request.magic;
  order.position_id = position;
  order.time_setup_msc = order.time_done_msc = options_.clock() * 1000;
  order.type = request.type;
  order.state = mql::ORDER_STATE_FILLED;
  order.volume_initial = request.volume;
  order.symbol = request.symbol;
  order.comment = request.comment;
  mqlrt::Deal deal;
  deal.ticket = result.deal = ++newest_ticket_;
  deal.order = order.ticket;
  deal.magic = request.magic;
  deal.position_id = position;
  deal.time_msc = order.time_done_msc;
  deal.type = is_sale(request.type) ? mql::DEAL_TYPE_SELL : mql::DEAL_TYPE_BUY;
  deal.entry = entry;
  deal.volume = result.volume = request.volume;
  deal.price = result.price = find(request.symbol)->price;
  deal.symbol = request.symbol;
  deal.comment = request.comment;
  history_.orders.push_back(order);
  history_.deals.push_back(deal);
}

int LocalTerminal::deal(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) {
  if (request.position == 0) {
    mqlrt::Position position;
    position.ticket = position.identifier = ++newest_ticket_;
    position.magic = request.magic;
    position.time_msc = position.time_update_msc = options_.clock() * 1000;
    position.type = is_sale(request.type) ? mql::POSITION_TYPE_SELL : mql::POSITION_TYPE_BUY;
    position.volume = request.volume;
    position.price_open = position.price_current = find(request.symbol)->price;
    position.sl = request.sl;
    position.tp = request.tp;
    position.symbol = request.symbol;
    position.comment = request.comment;
    positions_.push_back(position);
    add_deal(request, position.identifier, mql::DEAL_ENTRY_IN, result);
    return mql::TRADE_RETCODE_DONE;
  }
  const auto position = held(positions_, request.position);
  if (position == positions_.end()) return mql::TRADE_RETCODE_POSITION_CLOSED;
  if (request.volume > position->volume) return mql::TRADE_RETCODE_INVALID_CLOSE_VOLUME;
  add_deal(request, position->identifier, mql::DEAL_ENTRY_OUT, result);
  position->volume -= request.volume;
  if (position->volume < 0.005) positions_.erase(position);
  return mql::TRADE_RETCODE_DONE;
}

int LocalTerminal::close_by(const mql::MqlTradeRequest &request) {
  for (const u64 ticket : {request.position, request.position_by})
    if (held(positions_, ticket) == positions_.end()) return mql::TRADE_RETCODE_POSITION_CLOSED;
  for (const u64 ticket : {request.position, request.position_by}) {
    const auto position = held(positions_, ticket);
    if (position != positions_.end()) positions_.erase(position);
  }
  return mql::TRADE_RETCODE_DONE;
}

void LocalTerminal::open(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) {
  mqlrt::Order order;
  order.ticket = result.order = ++newest_ticket_;
  order.magic = request.magic;
  order.time_setup_msc = options_.clock() * 1000;
  order.time_expiration = request.expiration;
  order.type = request.type;
  order.state = mql::ORDER_STATE_PLACED;
  order.type_filling = request.type_filling;
  order.type_time = request.type_time;
  order.volume_initial = order.volume_current = request.volume;
  order.price_open = request.price;
  order.price_stoplimit = request.stoplimit;
  order.sl = request.sl;
  order.tp = request.tp;
  order.symbol = request.symbol;
  order.comment = request.comment;
  orders_.push_back(order);
}

/** The return code of a request that the broker takes up. */
int LocalTerminal::carry_out(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) {
  const bool is_new = request.action == mql::TRADE_ACTION_DEAL || request.action == mql::TRADE_ACTION_PENDING;
  if (is_new && !find(request.symbol)) return mql::TRADE_RETCODE_INVALID;
  if (is_new && !(request.volume >= 0.01 && request.volume <= 100)) return mql::TRADE_RETCODE_INVALID_VOLUME;
  switch (request.action) {
    case mql::TRADE_ACTION_DEAL: return deal(request, result);
    case mql::TRADE_ACTION_PENDING: open(request, result); return mql::TRADE_RETCODE_DONE;
    case mql::TRADE_ACTION_CLOSE_BY: return close_by(request);
    case mql::TRADE_ACTION_SLTP: {
      const auto position = held(positions_, request.position);
      if (position == positions_.end()) return mql::TRADE_RETCODE_POSITION_CLOSED;
      position->sl = request.sl;
      position->tp = request.tp;
      return mql::TRADE_RETCODE_DONE;
    }
    case mql::TRADE_ACTION_MODIFY:
    case mql::TRADE_ACTION_REMOVE: {
      const auto order = held(orders_, request.order);
      if (order == orders_.end()) return mql::TRADE_RETCODE_INVALID_ORDER;
      order->price_open = request.price;
      if (request.action == mql::TRADE_ACTION_REMOVE) orders_.erase(order);
      return mql::TRADE_RETCODE_DONE;
    }
    default: return mql::TRADE_RETCODE_INVALID;
  }
}

Error LocalTerminal::order_send(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) {
  const i64 mood = options_.is_moody ? orders_sent_ % 5 : 0;
  orders_sent_++;
  result = {};
  result.comment = string(u"local");
  if (mood == 2) result.retcode = mql::TRADE_RETCODE_REQUOTE;
  else if (mood == 3) result.retcode = mql::TRADE_RETCODE_REJECT;
  else if (mood == 4) return mql::ERR_TRADE_SEND_FAILED;
  else result.retcode = static_cast<u32>(carry_out(request, result));
  return result.retcode == mql::TRADE_RETCODE_DONE ? 0 : mql::ERR_TRADE_SEND_FAILED;
}

Error LocalTerminal::order_send_async(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) {
  order_send(request, result);
  result = {};
  result.retcode = mql::TRADE_RETCODE_PLACED;
  return 0;
}

Error LocalTerminal::order_check(const mql::MqlTradeRequest &request, mql::MqlTradeCheckResult &result) {
  result = {};
  result.balance = result.equity = result.margin_free = 10000;
  if (!(request.volume >= 0.01)) result.retcode = mql::TRADE_RETCODE_INVALID_VOLUME;
  return result.retcode == 0 ? 0 : mql::ERR_TRADE_SEND_FAILED;
}

Error LocalTerminal::order_calc_margin(mql::ENUM_ORDER_TYPE, const string &symbol, double volume, double price, double &margin) {
  if (!find(symbol) || !(price > 0)) return mql::ERR_TRADE_CALC_FAILED;
  margin = volume * price * 1000;
  return 0;
}

Error LocalTerminal::order_calc_profit(mql::ENUM_ORDER_TYPE type, const string &symbol, double volume, double open, double close, double &profit) {
  if (!find(symbol)) return mql::ERR_TRADE_CALC_FAILED;
  profit = volume * (is_sale(type) ? open - close : close - open) * 100000;
  return 0;
}

Error LocalTerminal::position_at(int index, mqlrt::Position &out) { return at(positions_, index, mql::ERR_TRADE_POSITION_NOT_FOUND, out); }

Error LocalTerminal::position(u64 ticket, mqlrt::Position &out) { return by_ticket(positions_, ticket, mql::ERR_TRADE_POSITION_NOT_FOUND, out); }

/** Tickets grow, so the first one is the smallest. */
Error LocalTerminal::position_of(const string &symbol, mqlrt::Position &out) {
  for (const mqlrt::Position &one : positions_)
    if (one.symbol == symbol) return out = one, 0;
  return mql::ERR_TRADE_POSITION_NOT_FOUND;
}

Error LocalTerminal::order_at(int index, mqlrt::Order &out) { return at(orders_, index, mql::ERR_TRADE_ORDER_NOT_FOUND, out); }

Error LocalTerminal::order(u64 ticket, mqlrt::Order &out) { return by_ticket(orders_, ticket, mql::ERR_TRADE_ORDER_NOT_FOUND, out); }

Error LocalTerminal::history(i64 from, i64 to, mqlrt::History &out) {
  const auto is_within = [from, to](i64 ms) { return ms / 1000 >= from && ms / 1000 <= to; };
  for (const mqlrt::Order &one : history_.orders)
    if (is_within(one.time_setup_msc)) out.orders.push_back(one);
  for (const mqlrt::Deal &one : history_.deals)
    if (is_within(one.time_msc)) out.deals.push_back(one);
  return 0;
}

Error LocalTerminal::history_of_position(u64 position_id, mqlrt::History &out) {
  for (const mqlrt::Order &one : history_.orders)
    if (one.position_id == position_id) out.orders.push_back(one);
  for (const mqlrt::Deal &one : history_.deals)
    if (one.position_id == position_id) out.deals.push_back(one);
  return 0;
}

Error LocalTerminal::history_order(u64 ticket, mqlrt::Order &out) { return by_ticket(history_.orders, ticket, mql::ERR_TRADE_ORDER_NOT_FOUND, out); }

Error LocalTerminal::history_deal(u64 ticket, mqlrt::Deal &out) { return by_ticket(history_.deals, ticket, mql::ERR_TRADE_DEAL_NOT_FOUND, out); }
} // namespace local
