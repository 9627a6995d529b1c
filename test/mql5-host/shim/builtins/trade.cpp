#include "trade.hpp"
#include <unordered_map>
#include "../runtime/errors.hpp"
#include "../runtime/names.hpp"
#include "../runtime/valued.hpp"
#include "records.hpp"

namespace mql {
using ::mqlrt::Deal;
using ::mqlrt::Order;
using ::mqlrt::Position;
using ::mqlrt::property;
using ::mqlrt::succeeded;
using ::mqlrt::terminal;
using ::mqlrt::valued;

bool OrderSend(const MqlTradeRequest &request, MqlTradeResult &result) { return succeeded(terminal->order_send(request, result)); }
bool OrderSendAsync(const MqlTradeRequest &request, MqlTradeResult &result) { return succeeded(terminal->order_send_async(request, result)); }
bool OrderCheck(const MqlTradeRequest &request, MqlTradeCheckResult &result) { return succeeded(terminal->order_check(request, result)); }
bool OrderCalcMargin(ENUM_ORDER_TYPE type, const string &symbol, double volume, double price, double &margin) {
  return succeeded(terminal->order_calc_margin(type, ::mqlrt::or_chart(symbol), volume, price, margin));
}
bool OrderCalcProfit(ENUM_ORDER_TYPE type, const string &symbol, double volume, double open, double close, double &profit) {
  return succeeded(terminal->order_calc_profit(type, ::mqlrt::or_chart(symbol), volume, open, close, profit));
}

/** One record chosen by a Select function; nothing is chosen at first. */
template <class Record> class Selection {
  Record record_;
  bool exists_ = false;

public:
  /** Has `ask` fill the record; an error leaves what was selected. */
  template <class Ask> bool choose(Ask ask) {
    Record found;
    if (!succeeded(ask(found))) return false;
    record_ = std::move(found);
    return exists_ = true;
  }
  const Record *get() const { return exists_ ? &record_ : nullptr; }
};

/** Records of the history, found by ticket. */
template <class Record> class Selected {
  std::vector<Record> records_;
  std::unordered_map<u64, std::size_t> places_;

public:
  void replace(std::vector<Record> records) {
    records_ = std::move(records);
    places_.clear();
    for (std::size_t at = 0; at < records_.size(); at++) places_.emplace(records_[at].ticket, at);
  }
  int total() const { return static_cast<int>(records_.size()); }
  u64 ticket(int index) const { return index >= 0 && index < total() ? records_[static_cast<std::size_t>(index)].ticket : 0; }
  const Record *find(u64 ticket) const {
    const auto found = places_.find(ticket);
    return found == places_.end() ? nullptr : &records_[found->second];
  }
};

static Selection<Position> selected_position;
static Selection<Order> selected_order;
static Selected<Order> history_orders;
static Selected<Deal> history_deals;

/** A property of a record that may be missing, which is the error `missing`. */
template <class Record, class Which, class Value> static bool get(const Record *record, int missing, Which which, Value &value) {
  return succeeded(record ? property(*record, which, value) : missing);
}

int PositionsTotal() { return terminal->positions_total(); }

u64 PositionGetTicket(int index) {
  return selected_position.choose([&](Position &out) { return terminal->position_at(index, out); }) ? selected_position.get()->ticket : 0;
}

string PositionGetSymbol(int index) { return PositionGetTicket(index) == 0 ? string(u"") : selected_position.get()->symbol; }

bool PositionSelect(const string &symbol) {
  return selected_position.choose([&](Position &out) { return terminal->position_of(symbol, out); });
}

bool PositionSelectByTicket(u64 ticket) {
  return selected_position.choose([&](Position &out) { return terminal->position(ticket, out); });
}

int OrdersTotal() { return terminal->orders_total(); }

u64 OrderGetTicket(int index) {
  return selected_order.choose([&](Order &out) { return terminal->order_at(index, out); }) ? selected_order.get()->ticket : 0;
}

bool OrderSelect(u64 ticket) {
  return selected_order.choose([&](Order &out) { return terminal->order(ticket, out); });
}

static bool select_history(int error, ::mqlrt::History &history) {
  if (!succeeded(error)) return false;
  history_orders.replace(std::move(history.orders));
  history_deals.replace(std::move(history.deals));
  return true;
}

bool HistorySelect(datetime from, datetime to) {
  ::mqlrt::History history;
  return select_history(terminal->history(from, to, history), history);
}

bool HistorySelectByPosition(u64 position) {
  ::mqlrt::History history;
  return select_history(terminal->history_of_position(position, history), history);
}

bool HistoryOrderSelect(u64 ticket) {
  Order order;
  const bool exists = succeeded(terminal->history_order(ticket, order));
  history_orders.replace(exists ? std::vector<Order>{order} : std::vector<Order>{});
  return exists;
}

bool HistoryDealSelect(u64 ticket) {
  Deal deal;
  const bool exists = succeeded(terminal->history_deal(ticket, deal));
  history_deals.replace(exists ? std::vector<Deal>{deal} : std::vector<Deal>{});
  return exists;
}

int HistoryOrdersTotal() { return history_orders.total(); }
int HistoryDealsTotal() { return history_deals.total(); }
u64 HistoryOrderGetTicket(int index) { return history_orders.ticket(index); }
u64 HistoryDealGetTicket(int index) { return history_deals.ticket(index); }

bool PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER which, i64 &value) { return get(selected_position.get(), ERR_TRADE_POSITION_NOT_FOUND, which, value); }
bool PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE which, double &value) { return get(selected_position.get(), ERR_TRADE_POSITION_NOT_FOUND, which, value); }
bool PositionGetString(ENUM_POSITION_PROPERTY_STRING which, string &value) { return get(selected_position.get(), ERR_TRADE_POSITION_NOT_FOUND, which, value); }
i64 PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER which) {
  return valued<i64>([&](i64 &value) { PositionGetInteger(which, value); });
}
double PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE which) {
  return valued<double>([&](double &value) { PositionGetDouble(which, value); });
}
string PositionGetString(ENUM_POSITION_PROPERTY_STRING which) {
  return valued<string>([&](string &value) { PositionGetString(which, value); });
}

bool OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER which, i64 &value) { return get(selected_order.get(), ERR_TRADE_ORDER_NOT_FOUND, which, value); }
bool OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE which, double &value) { return get(selected_order.get(), ERR_TRADE_ORDER_NOT_FOUND, which, value); }
bool OrderGetString(ENUM_ORDER_PROPERTY_STRING which, string &value) { return get(selected_order.get(), ERR_TRADE_ORDER_NOT_FOUND, which, value); }
i64 OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER which) {
  return valued<i64>([&](i64 &value) { OrderGetInteger(which, value); });
}
double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE which) {
  return valued<double>([&](double &value) { OrderGetDouble(which, value); });
}
string OrderGetString(ENUM_ORDER_PROPERTY_STRING which) {
  return valued<string>([&](string &value) { OrderGetString(which, value); });
}

bool HistoryOrderGetInteger(u64 ticket, ENUM_ORDER_PROPERTY_INTEGER which, i64 &value) { return get(history_orders.find(ticket), ERR_TRADE_ORDER_NOT_FOUND, which, value); }
bool HistoryOrderGetDouble(u64 ticket, ENUM_ORDER_PROPERTY_DOUBLE which, double &value) { return get(history_orders.find(ticket), ERR_TRADE_ORDER_NOT_FOUND, which, value); }
bool HistoryOrderGetString(u64 ticket, ENUM_ORDER_PROPERTY_STRING which, string &value) { return get(history_orders.find(ticket), ERR_TRADE_ORDER_NOT_FOUND, which, value); }
i64 HistoryOrderGetInteger(u64 ticket, ENUM_ORDER_PROPERTY_INTEGER which) {
  return valued<i64>([&](i64 &value) { HistoryOrderGetInteger(ticket, which, value); });
}
double HistoryOrderGetDouble(u64 ticket, ENUM_ORDER_PROPERTY_DOUBLE which) {
  return valued<double>([&](double &value) { HistoryOrderGetDouble(ticket, which, value); });
}
string HistoryOrderGetString(u64 ticket, ENUM_ORDER_PROPERTY_STRING which) {
  return valued<string>([&](string &value) { HistoryOrderGetString(ticket, which, value); });
}

bool HistoryDealGetInteger(u64 ticket, ENUM_DEAL_PROPERTY_INTEGER which, i64 &value) { return get(history_deals.find(ticket), ERR_TRADE_DEAL_NOT_FOUND, which, value); }
bool HistoryDealGetDouble(u64 ticket, ENUM_DEAL_PROPERTY_DOUBLE which, double &value) { return get(history_deals.find(ticket), ERR_TRADE_DEAL_NOT_FOUND, which, value); }
bool HistoryDealGetString(u64 ticket, ENUM_DEAL_PROPERTY_STRING which, string &value) { return get(history_deals.find(ticket), ERR_TRADE_DEAL_NOT_FOUND, which, value); }
i64 HistoryDealGetInteger(u64 ticket, ENUM_DEAL_PROPERTY_INTEGER which) {
  return valued<i64>([&](i64 &value) { HistoryDealGetInteger(ticket, which, value); });
}
double HistoryDealGetDouble(u64 ticket, ENUM_DEAL_PROPERTY_DOUBLE which) {
  return valued<double>([&](double &value) { HistoryDealGetDouble(ticket, which, value); });
}
string HistoryDealGetString(u64 ticket, ENUM_DEAL_PROPERTY_STRING which) {
  return valued<string>([&](string &value) { HistoryDealGetString(ticket, which, value); });
}
} // namespace mql
