#include "records.hpp"

namespace mqlrt {
template <class T, class V> static Error told(T &value, const V &told) {
  value = static_cast<T>(told);
  return 0;
}

Error property(const Position &position, mql::ENUM_POSITION_PROPERTY_INTEGER which, i64 &value) {
  switch (which) {
  case mql::POSITION_TICKET:
    return told(value, position.ticket);
  case mql::POSITION_TIME:
    return told(value, position.time_msc / 1000);
  case mql::POSITION_TIME_MSC:
    return told(value, position.time_msc);
  case mql::POSITION_TIME_UPDATE:
    return told(value, position.time_update_msc / 1000);
  case mql::POSITION_TIME_UPDATE_MSC:
    return told(value, position.time_update_msc);
  case mql::POSITION_TYPE:
    return told(value, position.type);
  case mql::POSITION_MAGIC:
    return told(value, position.magic);
  case mql::POSITION_IDENTIFIER:
    return told(value, position.identifier);
  case mql::POSITION_REASON:
    return told(value, position.reason);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Position &position, mql::ENUM_POSITION_PROPERTY_DOUBLE which, double &value) {
  switch (which) {
  case mql::POSITION_VOLUME:
    return told(value, position.volume);
  case mql::POSITION_PRICE_OPEN:
    return told(value, position.price_open);
  case mql::POSITION_SL:
    return told(value, position.sl);
  case mql::POSITION_TP:
    return told(value, position.tp);
  case mql::POSITION_PRICE_CURRENT:
    return told(value, position.price_current);
  case mql::POSITION_SWAP:
    return told(value, position.swap);
  case mql::POSITION_PROFIT:
    return told(value, position.profit);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Position &position, mql::ENUM_POSITION_PROPERTY_STRING which, string &value) {
  switch (which) {
  case mql::POSITION_SYMBOL:
    return told(value, position.symbol);
  case mql::POSITION_COMMENT:
    return told(value, position.comment);
  case mql::POSITION_EXTERNAL_ID:
    return told(value, position.external_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Order &order, mql::ENUM_ORDER_PROPERTY_INTEGER which, i64 &value) {
  switch (which) {
  case mql::ORDER_TICKET:
    return told(value, order.ticket);
  case mql::ORDER_TIME_SETUP:
    return told(value, order.time_setup_msc / 1000);
  case mql::ORDER_TIME_SETUP_MSC:
    return told(value, order.time_setup_msc);
  case mql::ORDER_TIME_DONE:
    return told(value, order.time_done_msc / 1000);
  case mql::ORDER_TIME_DONE_MSC:
    return told(value, order.time_done_msc);
  case mql::ORDER_TIME_EXPIRATION:
    return told(value, order.time_expiration);
  case mql::ORDER_TYPE:
    return told(value, order.type);
  case mql::ORDER_STATE:
    return told(value, order.state);
  case mql::ORDER_TYPE_FILLING:
    return told(value, order.type_filling);
  case mql::ORDER_TYPE_TIME:
    return told(value, order.type_time);
  case mql::ORDER_MAGIC:
    return told(value, order.magic);
  case mql::ORDER_REASON:
    return told(value, order.reason);
  case mql::ORDER_POSITION_ID:
    return told(value, order.position_id);
  case mql::ORDER_POSITION_BY_ID:
    return told(value, order.position_by_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Order &order, mql::ENUM_ORDER_PROPERTY_DOUBLE which, double &value) {
  switch (which) {
  case mql::ORDER_VOLUME_INITIAL:
    return told(value, order.volume_initial);
  case mql::ORDER_VOLUME_CURRENT:
    return told(value, order.volume_current);
  case mql::ORDER_PRICE_OPEN:
    return told(value, order.price_open);
  case mql::ORDER_SL:
    return told(value, order.sl);
  case mql::ORDER_TP:
    return told(value, order.tp);
  case mql::ORDER_PRICE_CURRENT:
    return told(value, order.price_current);
  case mql::ORDER_PRICE_STOPLIMIT:
    return told(value, order.price_stoplimit);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Order &order, mql::ENUM_ORDER_PROPERTY_STRING which, string &value) {
  switch (which) {
  case mql::ORDER_SYMBOL:
    return told(value, order.symbol);
  case mql::ORDER_COMMENT:
    return told(value, order.comment);
  case mql::ORDER_EXTERNAL_ID:
    return told(value, order.external_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Deal &deal, mql::ENUM_DEAL_PROPERTY_INTEGER which, i64 &value) {
  switch (which) {
  case mql::DEAL_TICKET:
    return told(value, deal.ticket);
  case mql::DEAL_ORDER:
    return told(value, deal.order);
  case mql::DEAL_TIME:
    return told(value, deal.time_msc / 1000);
  case mql::DEAL_TIME_MSC:
    return told(value, deal.time_msc);
  case mql::DEAL_TYPE:
    return told(value, deal.type);
  case mql::DEAL_ENTRY:
    return told(value, deal.entry);
  case mql::DEAL_MAGIC:
    return told(value, deal.magic);
  case mql::DEAL_REASON:
    return told(value, deal.reason);
  case mql::DEAL_POSITION_ID:
    return told(value, deal.position_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Deal &deal, mql::ENUM_DEAL_PROPERTY_DOUBLE which, double &value) {
  switch (which) {
  case mql::DEAL_VOLUME:
    return told(value, deal.volume);
  case mql::DEAL_PRICE:
    return told(value, deal.price);
  case mql::DEAL_COMMISSION:
    return told(value, deal.commission);
  case mql::DEAL_SWAP:
    return told(value, deal.swap);
  case mql::DEAL_PROFIT:
    return told(value, deal.profit);
  case mql::DEAL_FEE:
    return told(value, deal.fee);
  case mql::DEAL_SL:
    return told(value, deal.sl);
  case mql::DEAL_TP:
    return told(value, deal.tp);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}

Error property(const Deal &deal, mql::ENUM_DEAL_PROPERTY_STRING which, string &value) {
  switch (which) {
  case mql::DEAL_SYMBOL:
    return told(value, deal.symbol);
  case mql::DEAL_COMMENT:
    return told(value, deal.comment);
  case mql::DEAL_EXTERNAL_ID:
    return told(value, deal.external_id);
  }
  return mql::ERR_TRADE_WRONG_PROPERTY;
}
} // namespace mqlrt
