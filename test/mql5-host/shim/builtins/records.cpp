#include "records.hpp"

namespace mqlrt {
template <class Value, class Part> static Error give(Value &value, const Part &part) {
  value = static_cast<Value>(part);
  return 0;
}

Error property(const Position &position, mql::ENUM_POSITION_PROPERTY_INTEGER which, i64 &value) {
  switch (which) {
  case mql::POSITION_TICKET:
    return give(value, position.ticket);
  case mql::POSITION_TIME:
    return give(value, position.time_msc / 1000);
  case mql::POSITION_TIME_MSC:
    return give(value, position.time_msc);
  case mql::POSITION_TIME_UPDATE:
    return give(value, position.time_update_msc / 1000);
  case mql::POSITION_TIME_UPDATE_MSC:
    return give(value, position.time_update_msc);
  case mql::POSITION_TYPE:
    return give(value, position.type);
  case mql::POSITION_MAGIC:
    return give(value, position.magic);
  case mql::POSITION_IDENTIFIER:
    return give(value, position.identifier);
  case mql::POSITION_REASON:
    return give(value, position.reason);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Position &position, mql::ENUM_POSITION_PROPERTY_DOUBLE which, double &value) {
  switch (which) {
  case mql::POSITION_VOLUME:
    return give(value, position.volume);
  case mql::POSITION_PRICE_OPEN:
    return give(value, position.price_open);
  case mql::POSITION_SL:
    return give(value, position.sl);
  case mql::POSITION_TP:
    return give(value, position.tp);
  case mql::POSITION_PRICE_CURRENT:
    return give(value, position.price_current);
  case mql::POSITION_SWAP:
    return give(value, position.swap);
  case mql::POSITION_PROFIT:
    return give(value, position.profit);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Position &position, mql::ENUM_POSITION_PROPERTY_STRING which, string &value) {
  switch (which) {
  case mql::POSITION_SYMBOL:
    return give(value, position.symbol);
  case mql::POSITION_COMMENT:
    return give(value, position.comment);
  case mql::POSITION_EXTERNAL_ID:
    return give(value, position.external_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Order &order, mql::ENUM_ORDER_PROPERTY_INTEGER which, i64 &value) {
  switch (which) {
  case mql::ORDER_TICKET:
    return give(value, order.ticket);
  case mql::ORDER_TIME_SETUP:
    return give(value, order.time_setup_msc / 1000);
  case mql::ORDER_TIME_SETUP_MSC:
    return give(value, order.time_setup_msc);
  case mql::ORDER_TIME_DONE:
    return give(value, order.time_done_msc / 1000);
  case mql::ORDER_TIME_DONE_MSC:
    return give(value, order.time_done_msc);
  case mql::ORDER_TIME_EXPIRATION:
    return give(value, order.time_expiration);
  case mql::ORDER_TYPE:
    return give(value, order.type);
  case mql::ORDER_STATE:
    return give(value, order.state);
  case mql::ORDER_TYPE_FILLING:
    return give(value, order.type_filling);
  case mql::ORDER_TYPE_TIME:
    return give(value, order.type_time);
  case mql::ORDER_MAGIC:
    return give(value, order.magic);
  case mql::ORDER_REASON:
    return give(value, order.reason);
  case mql::ORDER_POSITION_ID:
    return give(value, order.position_id);
  case mql::ORDER_POSITION_BY_ID:
    return give(value, order.position_by_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Order &order, mql::ENUM_ORDER_PROPERTY_DOUBLE which, double &value) {
  switch (which) {
  case mql::ORDER_VOLUME_INITIAL:
    return give(value, order.volume_initial);
  case mql::ORDER_VOLUME_CURRENT:
    return give(value, order.volume_current);
  case mql::ORDER_PRICE_OPEN:
    return give(value, order.price_open);
  case mql::ORDER_SL:
    return give(value, order.sl);
  case mql::ORDER_TP:
    return give(value, order.tp);
  case mql::ORDER_PRICE_CURRENT:
    return give(value, order.price_current);
  case mql::ORDER_PRICE_STOPLIMIT:
    return give(value, order.price_stoplimit);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Order &order, mql::ENUM_ORDER_PROPERTY_STRING which, string &value) {
  switch (which) {
  case mql::ORDER_SYMBOL:
    return give(value, order.symbol);
  case mql::ORDER_COMMENT:
    return give(value, order.comment);
  case mql::ORDER_EXTERNAL_ID:
    return give(value, order.external_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Deal &deal, mql::ENUM_DEAL_PROPERTY_INTEGER which, i64 &value) {
  switch (which) {
  case mql::DEAL_TICKET:
    return give(value, deal.ticket);
  case mql::DEAL_ORDER:
    return give(value, deal.order);
  case mql::DEAL_TIME:
    return give(value, deal.time_msc / 1000);
  case mql::DEAL_TIME_MSC:
    return give(value, deal.time_msc);
  case mql::DEAL_TYPE:
    return give(value, deal.type);
  case mql::DEAL_ENTRY:
    return give(value, deal.entry);
  case mql::DEAL_MAGIC:
    return give(value, deal.magic);
  case mql::DEAL_REASON:
    return give(value, deal.reason);
  case mql::DEAL_POSITION_ID:
    return give(value, deal.position_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Deal &deal, mql::ENUM_DEAL_PROPERTY_DOUBLE which, double &value) {
  switch (which) {
  case mql::DEAL_VOLUME:
    return give(value, deal.volume);
  case mql::DEAL_PRICE:
    return give(value, deal.price);
  case mql::DEAL_COMMISSION:
    return give(value, deal.commission);
  case mql::DEAL_SWAP:
    return give(value, deal.swap);
  case mql::DEAL_PROFIT:
    return give(value, deal.profit);
  case mql::DEAL_FEE:
    return give(value, deal.fee);
  case mql::DEAL_SL:
    return give(value, deal.sl);
  case mql::DEAL_TP:
    return give(value, deal.tp);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Deal &deal, mql::ENUM_DEAL_PROPERTY_STRING which, string &value) {
  switch (which) {
  case mql::DEAL_SYMBOL:
    return give(value, deal.symbol);
  case mql::DEAL_COMMENT:
    return give(value, deal.comment);
  case mql::DEAL_EXTERNAL_ID:
    return give(value, deal.external_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}
} // namespace mqlrt
