#include "charts.hpp"
#include <algorithm>
#include "../runtime/errors.hpp"
#include "../runtime/names.hpp"
#include "../runtime/valued.hpp"
#include "../terminal.hpp"
#include "files.hpp"
#include "log.hpp"
#include "picture.hpp"

namespace mqlrt {
static constexpr i64 own_chart = 128968168864101576;

std::vector<Chart> &charts() {
  static std::vector<Chart> all{{own_chart, program.symbol, program.period, {}, {}, {}}};
  all.front().symbol = program.symbol;
  all.front().period = program.period;
  return all;
}

Chart *find_chart(i64 id) {
  for (Chart &chart : charts())
    if (id == 0 || chart.id == id) return &chart;
  last_error = mql::ERR_CHART_WRONG_ID;
  return nullptr;
}

std::string describe_panel() {
  std::string text = "comment: " + chart_comment.utf8() + "\n";
  for (const auto &[name, object] : charts().front().objects) {
    text += string(name).utf8() + " (" + EnumToString(object.type).utf8() + ")";
    for (const auto &[key, value] : object.properties.strings)
      text += " " + EnumToString(static_cast<mql::ENUM_OBJECT_PROPERTY_STRING>(key.first)).utf8() + "=\"" + value.utf8() + "\"";
    text += "\n";
  }
  return text;
}
} // namespace mqlrt

namespace mql {
using ::mqlrt::Chart;
using ::mqlrt::find_chart;
using ::mqlrt::program;
using ::mqlrt::succeeded;
using ::mqlrt::valued;

i64 ChartID() { return ::mqlrt::own_chart; }
i64 ChartFirst() { return ::mqlrt::charts().front().id; }

i64 ChartNext(i64 chart) {
  const std::vector<Chart> &all = ::mqlrt::charts();
  if (chart == 0) return ChartFirst();
  auto at = std::find_if(all.begin(), all.end(), [&](const Chart &other) { return other.id == chart; });
  return at == all.end() || ++at == all.end() ? -1 : at->id;
}

i64 ChartOpen(const string &symbol, ENUM_TIMEFRAMES period) {
  static i64 newest = ::mqlrt::own_chart;
  bool is_custom = false;
  const string &name = ::mqlrt::or_chart(symbol);
  if (::mqlrt::charts().size() >= CHARTS_MAX || ::mqlrt::terminal->symbol_exist(name, is_custom) != 0) return succeeded(ERR_CHART_CANNOT_OPEN), 0;
  ::mqlrt::charts().push_back({++newest, name, ::mqlrt::or_chart(period), {}, {}, {}});
  return newest;
}

bool ChartClose(i64 chart) {
  const Chart *found = find_chart(chart);
  if (!found) return false;
  if (found->id == ChartID()) {
    program.remove = true;
    program.remove_reason = REASON_CHARTCLOSE;
    return true;
  }
  std::vector<Chart> &all = ::mqlrt::charts();
  all.erase(all.begin() + (found - all.data()));
  return true;
}

string ChartSymbol(i64 chart) {
  const Chart *found = find_chart(chart);
  return found ? found->symbol : string(u"");
}

ENUM_TIMEFRAMES ChartPeriod(i64 chart) {
  const Chart *found = find_chart(chart);
  return found ? found->period : PERIOD_CURRENT;
}

bool ChartSetSymbolPeriod(i64 chart, const string &symbol, ENUM_TIMEFRAMES period) {
  Chart *found = find_chart(chart);
  if (!found) return false;
  bool is_custom = false;
  const string name = symbol.size() == 0 ? found->symbol : symbol;
  if (found->id == ChartID() || ::mqlrt::terminal->symbol_exist(name, is_custom) != 0) return succeeded(ERR_CHART_CANNOT_CHANGE);
  found->symbol = name;
  found->period = period == PERIOD_CURRENT ? found->period : period;
  return true;
}

bool ChartNavigate(i64 chart, ENUM_CHART_POSITION, int) { return find_chart(chart) != nullptr; }

bool ChartSetInteger(i64 chart, ENUM_CHART_PROPERTY_INTEGER property, int window, i64 value) {
  Chart *found = find_chart(chart);
  if (found) found->properties.integers[{property, window}] = value;
  return found != nullptr;
}

bool ChartSetInteger(i64 chart, ENUM_CHART_PROPERTY_INTEGER property, i64 value) { return ChartSetInteger(chart, property, 0, value); }

bool ChartSetDouble(i64 chart, ENUM_CHART_PROPERTY_DOUBLE property, double value) {
  Chart *found = find_chart(chart);
  if (found) found->properties.doubles[{property, 0}] = value;
  return found != nullptr;
}

bool ChartSetString(i64 chart, ENUM_CHART_PROPERTY_STRING property, const string &value) {
  Chart *found = find_chart(chart);
  if (found) found->properties.strings[{property, 0}] = value;
  return found != nullptr;
}

/** What the property has where nobody set it: a window of an ordinary size. */
static i64 usual(ENUM_CHART_PROPERTY_INTEGER property) {
  switch (property) {
  case CHART_WINDOWS_TOTAL:
  case CHART_WINDOW_IS_VISIBLE:
  case CHART_AUTOSCROLL:
  case CHART_SHOW:
    return 1;
  case CHART_MODE:
    return CHART_CANDLES;
  case CHART_WIDTH_IN_PIXELS:
    return 1200;
  case CHART_HEIGHT_IN_PIXELS:
    return 600;
  case CHART_WIDTH_IN_BARS:
  case CHART_VISIBLE_BARS:
  case CHART_FIRST_VISIBLE_BAR:
    return 150;
  default:
    return 0;
  }
}

bool ChartGetInteger(i64 chart, ENUM_CHART_PROPERTY_INTEGER property, int window, i64 &value) {
  const Chart *found = find_chart(chart);
  if (!found) return false;
  const auto set = found->properties.integers.find({property, window});
  value = set == found->properties.integers.end() ? usual(property) : set->second;
  return true;
}

bool ChartGetDouble(i64 chart, ENUM_CHART_PROPERTY_DOUBLE property, int, double &value) {
  const Chart *found = find_chart(chart);
  if (!found) return false;
  const auto set = found->properties.doubles.find({property, 0});
  value = set == found->properties.doubles.end() ? 0 : set->second;
  return true;
}

bool ChartGetString(i64 chart, ENUM_CHART_PROPERTY_STRING property, string &value) {
  const Chart *found = find_chart(chart);
  if (!found) return false;
  const auto set = found->properties.strings.find({property, 0});
  value = set == found->properties.strings.end() ? string(u"") : set->second;
  return true;
}

i64 ChartGetInteger(i64 chart, ENUM_CHART_PROPERTY_INTEGER property, int window) {
  return valued<i64>([&](i64 &value) { ChartGetInteger(chart, property, window, value); });
}

double ChartGetDouble(i64 chart, ENUM_CHART_PROPERTY_DOUBLE property, int window) {
  return valued<double>([&](double &value) { ChartGetDouble(chart, property, window, value); });
}

string ChartGetString(i64 chart, ENUM_CHART_PROPERTY_STRING property) {
  return valued<string>([&](string &value) { ChartGetString(chart, property, value); });
}

bool ChartIndicatorAdd(i64 chart, int window, int handle) {
  Chart *found = find_chart(chart);
  if (!found) return false;
  int bars = 0;
  if (window != 0 || ::mqlrt::terminal->indicator_bars(handle, bars) != 0) return succeeded(ERR_CHART_INDICATOR_CANNOT_ADD);
  found->indicators.push_back(string(u"indicator ") + handle);
  return true;
}

bool ChartIndicatorDelete(i64 chart, int window, const string &name) {
  Chart *found = find_chart(chart);
  if (!found) return false;
  const auto at = std::find(found->indicators.begin(), found->indicators.end(), name);
  if (window != 0 || at == found->indicators.end()) return succeeded(ERR_CHART_INDICATOR_NOT_FOUND);
  found->indicators.erase(at);
  return true;
}

string ChartIndicatorName(i64 chart, int window, int index) {
  const Chart *found = find_chart(chart);
  if (!found) return string(u"");
  if (window == 0 && index >= 0 && index < ChartIndicatorsTotal(chart, window)) return found->indicators[static_cast<std::size_t>(index)];
  return succeeded(ERR_CHART_INDICATOR_NOT_FOUND), string(u"");
}

int ChartIndicatorsTotal(i64 chart, int window) {
  const Chart *found = find_chart(chart);
  return found && window == 0 ? static_cast<int>(found->indicators.size()) : 0;
}

bool ChartScreenShot(i64 chart, const string &file, int width, int height, ENUM_ALIGN_MODE) {
  const std::string name = file.utf8();
  if (!find_chart(chart)) return false;
  const bool is_png = name.size() > 4 && name.compare(name.size() - 4, 4, ".png") == 0;
  if (!is_png || file.size() > 63 || width < 1 || height < 1 || width > 16384 || height > 16384) return succeeded(ERR_CHART_SCREENSHOT_FAILED);
  const std::vector<::mqlrt::u8> picture = ::mqlrt::empty_picture(width, height);
  const int handle = FileOpen(file, FILE_WRITE | FILE_BIN);
  if (handle == INVALID_HANDLE) return false;
  Array<uchar> bytes;
  bytes.resize(static_cast<int>(picture.size()), 0);
  std::copy(picture.begin(), picture.end(), bytes.data());
  const bool is_written = FileWriteArray(handle, bytes) == picture.size();
  FileClose(handle);
  return is_written;
}
} // namespace mql
