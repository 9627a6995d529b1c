// The properties of positions, orders and deals: 0 with the value, or 4751.
#pragma once
#include "../terminal.hpp"

namespace mqlrt {
Error property(const Position &position, mql::ENUM_POSITION_PROPERTY_INTEGER which, i64 &value);
Error property(const Position &position, mql::ENUM_POSITION_PROPERTY_DOUBLE which, double &value);
Error property(const Position &position, mql::ENUM_POSITION_PROPERTY_STRING which, string &value);
Error property(const Order &order, mql::ENUM_ORDER_PROPERTY_INTEGER which, i64 &value);
Error property(const Order &order, mql::ENUM_ORDER_PROPERTY_DOUBLE which, double &value);
Error property(const Order &order, mql::ENUM_ORDER_PROPERTY_STRING which, string &value);
Error property(const Deal &deal, mql::ENUM_DEAL_PROPERTY_INTEGER which, i64 &value);
Error property(const Deal &deal, mql::ENUM_DEAL_PROPERTY_DOUBLE which, double &value);
Error property(const Deal &deal, mql::ENUM_DEAL_PROPERTY_STRING which, string &value);
} // namespace mqlrt
