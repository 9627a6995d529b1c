// The folders that an expert may touch: MQL5\Files and the common one. Nothing else has a name.
#pragma once
#include <filesystem>
#include "../structs.hpp"

namespace mqlrt {
struct Located {
  std::filesystem::path path;
  /** 0; 5002 for a name that leads out or is none on Windows, 5003 for one that is too long. */
  int error;
};

/** Where a file or folder lies; FILE_COMMON among the flags means the common folder. */
Located locate(const string &name, int flags);
} // namespace mqlrt
