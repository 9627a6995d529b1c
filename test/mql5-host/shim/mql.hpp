// Everything that a translated expert needs: the language, the enumerations and structures, and the built-ins.
#pragma once
#include <typeinfo>
#include "builtins/arrays.hpp"
#include "builtins/calendar.hpp"
#include "builtins/charts.hpp"
#include "builtins/files.hpp"
#include "builtins/globals.hpp"
#include "builtins/hash.hpp"
#include "builtins/log.hpp"
#include "builtins/market.hpp"
#include "builtins/maths.hpp"
#include "builtins/objects.hpp"
#include "builtins/program.hpp"
#include "builtins/series.hpp"
#include "builtins/text.hpp"
#include "builtins/times.hpp"
#include "builtins/trade.hpp"
#include "enums/colors.hpp"
#include "runtime/array.hpp"
#include "runtime/input.hpp"
#include "runtime/program.hpp"
#include "terminal.hpp"

/** The name of a library's function as the linker knows it. */
#define MQL_ASM(symbol) symbol
#define MQL_TYPENAME(x) ::mqlrt::string(typeid(x).name())
