// The terminal's global variables. They last as long as the process, which stands for the terminal.
#pragma once
#include "../structs.hpp"

namespace mql {
/** The time of the change, 0 for a name over 63 characters. */
datetime GlobalVariableSet(const string &name, double value);
double GlobalVariableGet(const string &name);
bool GlobalVariableGet(const string &name, double &value);
bool GlobalVariableCheck(const string &name);
bool GlobalVariableDel(const string &name);
/** By name, in their order. */
string GlobalVariableName(int index);
datetime GlobalVariableTime(const string &name);
/** A variable that ends with the terminal; false if the name is taken. */
bool GlobalVariableTemp(const string &name);
bool GlobalVariableSetOnCondition(const string &name, double value, double expected);
int GlobalVariablesTotal();
int GlobalVariablesDeleteAll(const string &prefix = string(), datetime before = 0);
inline void GlobalVariablesFlush() {}
} // namespace mql
