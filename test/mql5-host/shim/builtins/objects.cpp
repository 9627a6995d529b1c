#include "objects.hpp"
#include "../enums/constants.hpp"
#include "../runtime/errors.hpp"
#include "../runtime/valued.hpp"

namespace mqlrt {
/** An object, or null with the error kept. */
static ChartObject *find_object(i64 chart, const string &name) {
  Chart *found = find_chart(chart);
  if (!found) return nullptr;
  const auto object = found->objects.find(name.units());
  if (object != found->objects.end()) return &object->second;
  last_error = mql::ERR_OBJECT_NOT_FOUND;
  return nullptr;
}

bool create_object(i64 chart, const string &name, mql::ENUM_OBJECT type, int window, const std::vector<double> &points) {
  Chart *found = find_chart(chart);
  if (!found) return false;
  if (name.size() == 0 || name.size() > 63 || window < 0) return succeeded(mql::ERR_OBJECT_ERROR);
  ChartObject &object = found->objects[name.units()];
  object.type = type;
  object.window = window;
  for (std::size_t at = 0; at + 1 < points.size(); at += 2)
    mql::ObjectMove(chart, name, static_cast<int>(at / 2), static_cast<i64>(points[at]), points[at + 1]);
  return true;
}

static bool is_meant(const ChartObject &object, int window, int type) {
  return (window < 0 || object.window == window) && (type < 0 || object.type == type);
}

template <class Map, class Value> static bool read(const Map &values, const PropertyKey &key, Value &value) {
  const auto found = values.find(key);
  value = found == values.end() ? Value() : found->second;
  return true;
}
} // namespace mqlrt

namespace mql {
using ::mqlrt::Chart;
using ::mqlrt::ChartObject;
using ::mqlrt::find_chart;
using ::mqlrt::find_object;
using ::mqlrt::is_meant;
using ::mqlrt::valued;

bool ObjectDelete(i64 chart, const string &name) {
  return find_object(chart, name) && find_chart(chart)->objects.erase(name.units()) > 0;
}

int ObjectsDeleteAll(i64 chart, const string &prefix, int window, int type) {
  Chart *found = find_chart(chart);
  if (!found) return -1;
  int count = 0;
  for (auto at = found->objects.begin(); at != found->objects.end();) {
    const bool goes = at->first.compare(0, prefix.units().size(), prefix.units()) == 0 && is_meant(at->second, window, type);
    at = goes ? found->objects.erase(at) : std::next(at);
    count += goes;
  }
  return count;
}

int ObjectsDeleteAll(i64 chart, int window, int type) { return ObjectsDeleteAll(chart, string(u""), window, type); }

int ObjectFind(i64 chart, const string &name) {
  const ChartObject *object = find_object(chart, name);
  return object ? object->window : -1;
}

string ObjectName(i64 chart, int index, int window, int type) {
  const Chart *found = find_chart(chart);
  if (found)
    for (const auto &[name, object] : found->objects)
      if (is_meant(object, window, type) && index-- == 0) return string(name);
  return string(u"");
}

int ObjectsTotal(i64 chart, int window, int type) {
  const Chart *found = find_chart(chart);
  int count = 0;
  if (found)
    for (const auto &[name, object] : found->objects) count += is_meant(object, window, type);
  return count;
}

bool ObjectMove(i64 chart, const string &name, int point, datetime time, double price) {
  return ObjectSetInteger(chart, name, OBJPROP_TIME, point, time) && ObjectSetDouble(chart, name, OBJPROP_PRICE, point, price);
}

bool ObjectSetInteger(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int modifier, i64 value) {
  ChartObject *object = find_object(chart, name);
  if (object) object->properties.integers[{property, modifier}] = value;
  return object != nullptr;
}
bool ObjectSetDouble(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, int modifier, double value) {
  ChartObject *object = find_object(chart, name);
  if (object) object->properties.doubles[{property, modifier}] = value;
  return object != nullptr;
}
bool ObjectSetString(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_STRING property, int modifier, const string &value) {
  ChartObject *object = find_object(chart, name);
  if (object) object->properties.strings[{property, modifier}] = value;
  return object != nullptr;
}

bool ObjectSetInteger(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, i64 value) {
  return ObjectSetInteger(chart, name, property, 0, value);
}
bool ObjectSetDouble(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, double value) {
  return ObjectSetDouble(chart, name, property, 0, value);
}
bool ObjectSetString(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_STRING property, const string &value) {
  return ObjectSetString(chart, name, property, 0, value);
}

bool ObjectGetInteger(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int modifier, i64 &value) {
  const ChartObject *object = find_object(chart, name);
  return object && ::mqlrt::read(object->properties.integers, {property, modifier}, value);
}
bool ObjectGetDouble(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, int modifier, double &value) {
  const ChartObject *object = find_object(chart, name);
  return object && ::mqlrt::read(object->properties.doubles, {property, modifier}, value);
}
bool ObjectGetString(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_STRING property, int modifier, string &value) {
  const ChartObject *object = find_object(chart, name);
  return object && ::mqlrt::read(object->properties.strings, {property, modifier}, value);
}

i64 ObjectGetInteger(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int modifier) {
  return valued<i64>([&](i64 &value) { ObjectGetInteger(chart, name, property, modifier, value); });
}
double ObjectGetDouble(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, int modifier) {
  return valued<double>([&](double &value) { ObjectGetDouble(chart, name, property, modifier, value); });
}
string ObjectGetString(i64 chart, const string &name, ENUM_OBJECT_PROPERTY_STRING property, int modifier) {
  return valued<string>([&](string &value) { ObjectGetString(chart, name, property, modifier, value); });
}
} // namespace mql
