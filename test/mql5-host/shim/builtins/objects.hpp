// Graphical objects: kept with their chart and never drawn.
#pragma once
#include "charts.hpp"

namespace mqlrt {
/** Makes the object, or moves the one of that name; its points follow as times and prices. */
bool create_object(i64 chart, const string &name, mql::ENUM_OBJECT type, int window, const std::vector<double> &points);
} // namespace mqlrt

namespace mql {
template <class... Points> bool ObjectCreate(i64 chart, const string &name, ENUM_OBJECT type, int window, Points... points) {
  return ::mqlrt::create_object(chart, name, type, window, {static_cast<double>(points)...});
}
bool ObjectDelete(i64 chart, const string &name);
int ObjectsDeleteAll(i64 chart, int window = -1, int type = -1);
int ObjectsDeleteAll(i64 chart, const string &prefix, int window = -1, int type = -1);
/** The subwindow, or -1. */
int ObjectFind(i64 chart, const string &name);
string ObjectName(i64 chart, int index, int window = -1, int type = -1);
int ObjectsTotal(i64 chart, int window = -1, int type = -1);
bool ObjectMove(i64 chart, const string &name, int point, datetime time, double price);

bool ObjectSetInteger(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, i64 value);
bool ObjectSetInteger(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int modifier, i64 value);
bool ObjectSetDouble(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, double value);
bool ObjectSetDouble(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, int modifier, double value);
bool ObjectSetString(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_STRING property, const string &value);
bool ObjectSetString(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_STRING property, int modifier, const string &value);
bool ObjectGetInteger(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int modifier, i64 &value);
bool ObjectGetDouble(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, int modifier, double &value);
bool ObjectGetString(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_STRING property, int modifier, string &value);
i64 ObjectGetInteger(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int modifier = 0);
double ObjectGetDouble(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, int modifier = 0);
string ObjectGetString(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_STRING property, int modifier = 0);
} // namespace mql
