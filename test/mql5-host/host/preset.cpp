#include "preset.hpp"
#include <fstream>
#include <iterator>
#include "runtime/string.hpp"

namespace host {
std::vector<std::string> inputs_of_preset(const std::string &path, std::string &problem) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) {
    problem = "there is no preset " + path;
    return {};
  }
  if (bytes.size() % 2 != 0 || bytes.compare(0, 2, "\xff\xfe") != 0) {
    problem = "the preset is no UTF-16 with a byte order mark: " + path;
    return {};
  }
  std::vector<std::string> lines;
  std::u16string line;
  for (std::size_t i = 2; i < bytes.size(); i += 2) {
    const char16_t unit = static_cast<char16_t>(static_cast<unsigned char>(bytes[i]) | static_cast<unsigned char>(bytes[i + 1]) << 8);
    if (unit == u'\r') continue;
    if (unit != u'\n') {
      line += unit;
      continue;
    }
    if (!line.empty()) lines.push_back(mqlrt::string(line).utf8());
    line.clear();
  }
  if (!line.empty()) lines.push_back(mqlrt::string(line).utf8());
  return lines;
}
} // namespace host
