#include "globals.hpp"
#include <iterator>
#include <map>
#include "../runtime/errors.hpp"
#include "../runtime/valued.hpp"
#include "times.hpp"

namespace mql {
using ::mqlrt::succeeded;
using ::mqlrt::valued;

struct Variable {
  double value;
  datetime time;
};

/** By name, which is also the order in which they are listed. */
static std::map<std::u16string, Variable> variables;

/** The variable, or null with 4501 kept. */
static Variable *find(const string &name) {
  const auto found = variables.find(name.units());
  if (found != variables.end()) return &found->second;
  ::mqlrt::last_error = ERR_GLOBALVARIABLE_NOT_FOUND;
  return nullptr;
}

static bool is_name(const string &name) { return (name.size() > 0 && name.size() <= 63) || succeeded(ERR_INVALID_PARAMETER); }

datetime GlobalVariableSet(const string &name, double value) {
  if (!is_name(name)) return 0;
  const datetime now = TimeLocal();
  variables[name.units()] = {value, now};
  return now;
}

bool GlobalVariableGet(const string &name, double &value) {
  const Variable *variable = find(name);
  if (variable) value = variable->value;
  return variable != nullptr;
}

double GlobalVariableGet(const string &name) {
  return valued<double>([&](double &value) { GlobalVariableGet(name, value); });
}

bool GlobalVariableCheck(const string &name) { return variables.count(name.units()) > 0; }
bool GlobalVariableDel(const string &name) { return variables.erase(name.units()) > 0 || succeeded(ERR_GLOBALVARIABLE_NOT_FOUND); }

string GlobalVariableName(int index) {
  if (index >= 0 && index < GlobalVariablesTotal()) return string(std::next(variables.begin(), index)->first);
  ::mqlrt::last_error = ERR_GLOBALVARIABLE_NOT_FOUND;
  return string(u"");
}

datetime GlobalVariableTime(const string &name) {
  const Variable *variable = find(name);
  return variable ? variable->time : 0;
}

bool GlobalVariableTemp(const string &name) {
  if (!is_name(name)) return false;
  if (GlobalVariableCheck(name)) return succeeded(ERR_GLOBALVARIABLE_EXISTS);
  return GlobalVariableSet(name, 0) != 0;
}

bool GlobalVariableSetOnCondition(const string &name, double value, double expected) {
  Variable *variable = find(name);
  if (!variable || variable->value != expected) return false;
  variable->value = value;
  variable->time = TimeLocal();
  return true;
}

int GlobalVariablesTotal() { return static_cast<int>(variables.size()); }

int GlobalVariablesDeleteAll(const string &prefix, datetime before) {
  int count = 0;
  for (auto at = variables.begin(); at != variables.end();) {
    const bool is_meant = at->first.compare(0, prefix.units().size(), prefix.units()) == 0 && (before == 0 || at->second.time < before);
    at = is_meant ? variables.erase(at) : std::next(at);
    count += is_meant;
  }
  return count;
}
} // namespace mql
