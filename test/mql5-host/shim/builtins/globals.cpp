#include "globals.hpp"
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include "../runtime/errors.hpp"
#include "../runtime/program.hpp"
#include "times.hpp"

namespace mql {
using ::mqlrt::program;
using ::mqlrt::succeeded;

struct Variable {
  double value = 0;
  datetime time = 0;
  bool is_temporary = false;
};
using Variables = std::map<std::string, Variable>;

/** A line each: time, value with all its bits, name. */
static Variables read_file() {
  Variables variables;
  std::ifstream file(program.globals_file);
  for (std::string line; std::getline(file, line);) {
    std::istringstream parts(line);
    Variable variable;
    std::string value;
    std::string name;
    if (!(parts >> variable.time >> value) || !std::getline(parts >> std::ws, name)) continue;
    variable.value = std::strtod(value.c_str(), nullptr);
    variables[name] = variable;
  }
  return variables;
}

static Variables &all() {
  static Variables variables = read_file();
  return variables;
}

/** The variable, or null with 4501 kept. */
static Variable *find(const string &name) {
  const auto found = all().find(name.utf8());
  if (found != all().end()) return &found->second;
  ::mqlrt::last_error = ERR_GLOBALVARIABLE_NOT_FOUND;
  return nullptr;
}

static bool is_name(const string &name) { return (name.size() > 0 && name.size() <= 63) || succeeded(ERR_INVALID_PARAMETER); }

datetime GlobalVariableSet(const string &name, double value) {
  if (!is_name(name)) return 0;
  Variable &variable = all()[name.utf8()];
  variable.value = value;
  return variable.time = TimeLocal();
}

bool GlobalVariableGet(const string &name, double &value) {
  const Variable *variable = find(name);
  if (variable) value = variable->value;
  return variable != nullptr;
}

double GlobalVariableGet(const string &name) {
  double value = 0;
  GlobalVariableGet(name, value);
  return value;
}

bool GlobalVariableCheck(const string &name) { return all().count(name.utf8()) > 0; }
bool GlobalVariableDel(const string &name) { return all().erase(name.utf8()) > 0 || succeeded(ERR_GLOBALVARIABLE_NOT_FOUND); }

string GlobalVariableName(int index) {
  if (index >= 0 && index < GlobalVariablesTotal()) return string(std::next(all().begin(), index)->first);
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
  all()[name.utf8()] = {0, TimeLocal(), true};
  return true;
}

bool GlobalVariableSetOnCondition(const string &name, double value, double expected) {
  Variable *variable = find(name);
  if (!variable || variable->value != expected) return false;
  variable->value = value;
  variable->time = TimeLocal();
  return true;
}

int GlobalVariablesTotal() { return static_cast<int>(all().size()); }

int GlobalVariablesDeleteAll(const string &prefix, datetime before) {
  const std::string start = prefix.utf8();
  int count = 0;
  for (auto at = all().begin(); at != all().end();) {
    const bool is_meant = at->first.compare(0, start.size(), start) == 0 && (before == 0 || at->second.time < before);
    at = is_meant ? all().erase(at) : std::next(at);
    count += is_meant;
  }
  return count;
}

void GlobalVariablesFlush() { ::mqlrt::save_globals(); }
} // namespace mql

namespace mqlrt {
void save_globals() {
  if (program.globals_file.empty()) return;
  std::ofstream file(program.globals_file, std::ios::trunc);
  for (const auto &[name, variable] : mql::all())
    if (!variable.is_temporary) file << variable.time << ' ' << std::hexfloat << variable.value << ' ' << name << '\n';
}
} // namespace mqlrt
