// A file of inputs (.set), as the terminal reads it for an expert.
#pragma once
#include <string>
#include <vector>

namespace host {
/**
 * The `Input=value` lines of a preset: UTF-16, least byte first, behind a byte order mark. `problem` says why there are none.
 */
std::vector<std::string> inputs_of_preset(const std::string &path, std::string &problem);
} // namespace host
