// Charts. They are kept here: nothing is drawn, and what a function sets, another one reads.
#pragma once
#include <map>
#include <vector>
#include "../enums/chart.hpp"
#include "../structs.hpp"

namespace mqlrt {
/** A property of a chart or an object and its subwindow, point or level. */
using PropertyKey = std::pair<int, int>;

struct Properties {
  std::map<PropertyKey, i64> integers;
  std::map<PropertyKey, double> doubles;
  std::map<PropertyKey, string> strings;
};

struct ChartObject {
  mql::ENUM_OBJECT type;
  int window;
  Properties properties;
};

struct Chart {
  i64 id;
  string symbol;
  mql::ENUM_TIMEFRAMES period;
  Properties properties;
  /** By name, in their order, as the terminal lists them. */
  std::map<std::u16string, ChartObject> objects;
  std::vector<string> indicators;
};

/** The open charts; the expert's own comes first. */
std::vector<Chart> &charts();
/** A chart by its number, 0 is the expert's own; null with 4101 kept where there is none. */
Chart *find_chart(i64 id);
/** The expert's objects and its comment, a line each, for whoever runs it. */
std::string describe_panel();
} // namespace mqlrt

namespace mql {
i64 ChartID();
i64 ChartFirst();
/** -1 after the last one. */
i64 ChartNext(i64 chart);
/** 0 with 4105 for a symbol that isn't there, or past CHARTS_MAX charts. */
i64 ChartOpen(const string &symbol, ENUM_TIMEFRAMES period);
bool ChartClose(i64 chart = 0);
string ChartSymbol(i64 chart = 0);
ENUM_TIMEFRAMES ChartPeriod(i64 chart = 0);
/** 4106 for a symbol that isn't there, and for the expert's own chart, which stays what its host made it. */
bool ChartSetSymbolPeriod(i64 chart, const string &symbol, ENUM_TIMEFRAMES period);
inline void ChartRedraw(i64 = 0) {}
bool ChartNavigate(i64 chart, ENUM_CHART_POSITION position, int shift = 0);

bool ChartSetInteger(i64 chart, ENUM_CHART_PROPERTY_INTEGER property, i64 value);
bool ChartSetInteger(i64 chart, ENUM_CHART_PROPERTY_INTEGER property, int window, i64 value);
bool ChartSetDouble(i64 chart, ENUM_CHART_PROPERTY_DOUBLE property, double value);
bool ChartSetString(i64 chart, ENUM_CHART_PROPERTY_STRING property, const string &value);
bool ChartGetInteger(i64 chart, ENUM_CHART_PROPERTY_INTEGER property, int window, i64 &value);
bool ChartGetDouble(i64 chart, ENUM_CHART_PROPERTY_DOUBLE property, int window, double &value);
bool ChartGetString(i64 chart, ENUM_CHART_PROPERTY_STRING property, string &value);
i64 ChartGetInteger(i64 chart, ENUM_CHART_PROPERTY_INTEGER property, int window = 0);
double ChartGetDouble(i64 chart, ENUM_CHART_PROPERTY_DOUBLE property, int window = 0);
string ChartGetString(i64 chart, ENUM_CHART_PROPERTY_STRING property);

bool ChartIndicatorAdd(i64 chart, int window, int handle);
bool ChartIndicatorDelete(i64 chart, int window, const string &name);
string ChartIndicatorName(i64 chart, int window, int index);
int ChartIndicatorsTotal(i64 chart, int window);

/** Writes a picture of that size at once; PNG only, 4110 for other endings. */
bool ChartScreenShot(i64 chart, const string &file, int width, int height, ENUM_ALIGN_MODE align = ALIGN_RIGHT);
} // namespace mql
