#include "sandbox.hpp"
#include <algorithm>
#include "../enums/constants.hpp"
#include "../runtime/program.hpp"

namespace mqlrt {
namespace fs = std::filesystem;

/** Windows' MAX_PATH without the terminating zero. */
static constexpr int longest_name = 259;
static constexpr std::size_t longest_part = 255;

static bool is_within(const fs::path &path, const fs::path &folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

Located locate(const string &name, int flags) {
  const std::string &folder = flags & mql::FILE_COMMON ? program.common_files : program.files;
  if (name.size() == 0 || folder.empty()) return {{}, mql::ERR_WRONG_FILENAME};
  if (name.size() > longest_name) return {{}, mql::ERR_TOO_LONG_FILENAME};
  std::string text = name.utf8();
  std::replace(text.begin(), text.end(), '\\', '/');
  const bool is_odd = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 32 || std::string("<>:\"|?*").find(static_cast<char>(c)) != std::string::npos; });
  if (is_odd || text.front() == '/') return {{}, mql::ERR_WRONG_FILENAME};
  const fs::path relative = fs::u8path(text);
  for (const fs::path &part : relative) {
    if (part == "..") return {{}, mql::ERR_WRONG_FILENAME};
    if (part.native().size() > longest_part) return {{}, mql::ERR_TOO_LONG_FILENAME};
  }
  std::error_code failed;
  const fs::path root = fs::weakly_canonical(fs::u8path(folder), failed);
  const fs::path path = failed ? fs::path() : fs::weakly_canonical(root / relative, failed);
  // A link inside must not lead out either.
  if (failed || !is_within(path, root)) return {{}, mql::ERR_WRONG_FILENAME};
  return {path, 0};
}
} // namespace mqlrt
