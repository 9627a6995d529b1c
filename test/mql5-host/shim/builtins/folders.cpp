#include <algorithm>
#include <map>
#include "../runtime/errors.hpp"
#include "files.hpp"
#include "sandbox.hpp"

namespace mqlrt {
/** Whether this program has the file open (files.cpp). */
bool is_open(const std::filesystem::path &path);
} // namespace mqlrt

namespace mql {
namespace fs = std::filesystem;
using ::mqlrt::Located;
using ::mqlrt::locate;
using ::mqlrt::succeeded;

/** 0 for a file that is there, else why it can't be used. */
static int existing_file(const Located &located) {
  if (located.error != 0) return located.error;
  std::error_code failed;
  if (fs::is_directory(located.path, failed)) return ERR_FILE_IS_DIRECTORY;
  return fs::exists(located.path, failed) ? 0 : ERR_FILE_NOT_EXIST;
}

bool FileIsExist(const string &name, int common_flag) { return succeeded(existing_file(locate(name, common_flag))); }

bool FileDelete(const string &name, int common_flag) {
  const Located located = locate(name, common_flag);
  if (!succeeded(existing_file(located))) return false;
  std::error_code failed;
  return (!::mqlrt::is_open(located.path) && fs::remove(located.path, failed)) || succeeded(ERR_CANNOT_DELETE_FILE);
}

/** Source and target of a move or copy; what stands in the way is the error. */
static int way(const Located &from, const Located &to, int mode_flags) {
  if (const int error = existing_file(from)) return error;
  if (to.error != 0) return to.error;
  std::error_code failed;
  if (fs::is_directory(to.path, failed)) return ERR_FILE_IS_DIRECTORY;
  if (fs::exists(to.path, failed) && (!(mode_flags & FILE_REWRITE) || ::mqlrt::is_open(to.path))) return ERR_FILE_CANNOT_REWRITE;
  fs::create_directories(to.path.parent_path(), failed);
  return 0;
}

bool FileMove(const string &from, int common_flag, const string &to, int mode_flags) {
  const Located source = locate(from, common_flag);
  const Located target = locate(to, mode_flags);
  if (!succeeded(way(source, target, mode_flags))) return false;
  if (::mqlrt::is_open(source.path)) return succeeded(ERR_CANNOT_OPEN_FILE);
  std::error_code failed;
  fs::rename(source.path, target.path, failed);
  return !failed || succeeded(ERR_CANNOT_OPEN_FILE);
}

bool FileCopy(const string &from, int common_flag, const string &to, int mode_flags) {
  const Located source = locate(from, common_flag);
  const Located target = locate(to, mode_flags);
  if (!succeeded(way(source, target, mode_flags))) return false;
  std::error_code failed;
  fs::copy_file(source.path, target.path, fs::copy_options::overwrite_existing, failed);
  return !failed || succeeded(ERR_CANNOT_OPEN_FILE);
}

bool FolderCreate(const string &name, int common_flag) {
  const Located located = locate(name, common_flag);
  if (!succeeded(located.error)) return false;
  std::error_code failed;
  fs::create_directories(located.path, failed);
  return !failed || succeeded(ERR_WRONG_DIRECTORYNAME);
}

/** 0 for a folder that is there. */
static int existing_folder(const Located &located) {
  if (located.error != 0) return located.error;
  std::error_code failed;
  if (!fs::exists(located.path, failed)) return ERR_DIRECTORY_NOT_EXIST;
  return fs::is_directory(located.path, failed) ? 0 : ERR_FILE_ISNOT_DIRECTORY;
}

bool FolderDelete(const string &name, int common_flag) {
  const Located located = locate(name, common_flag);
  if (!succeeded(existing_folder(located))) return false;
  std::error_code failed;
  return fs::remove(located.path, failed) || succeeded(ERR_CANNOT_DELETE_DIRECTORY);
}

bool FolderClean(const string &name, int common_flag) {
  const Located located = locate(name, common_flag);
  if (!succeeded(existing_folder(located))) return false;
  std::error_code failed;
  for (const fs::directory_entry &entry : fs::directory_iterator(located.path, failed)) fs::remove_all(entry.path(), failed);
  return !failed || succeeded(ERR_CANNOT_CLEAN_DIRECTORY);
}

/** Whether a name fits a filter with `*` and `?`. */
static bool fits(const char16_t *name, const char16_t *filter) {
  if (*filter == u'*') return fits(name, filter + 1) || (*name && fits(name + 1, filter));
  if (*name == 0) return *filter == 0;
  return (*filter == u'?' || *filter == *name) && fits(name + 1, filter + 1);
}

/** What a search still has to tell, the next name last. */
static std::map<i64, std::vector<string>> searches;

static bool tell_next(std::vector<string> &names, string &found) {
  if (names.empty()) return succeeded(ERR_FILE_NOT_EXIST);
  found = names.back();
  names.pop_back();
  return true;
}

i64 FileFindFirst(const string &filter, string &found, int common_flag) {
  static i64 newest = 0;
  std::u16string text = filter.units();
  std::replace(text.begin(), text.end(), u'/', u'\\');
  const std::size_t last = text.rfind(u'\\');
  const std::u16string pattern = last == std::u16string::npos ? text : text.substr(last + 1);
  const string folder(last == std::u16string::npos ? std::u16string(u".") : text.substr(0, last));
  const Located located = locate(folder, common_flag);
  if (!succeeded(existing_folder(located))) return INVALID_HANDLE;
  std::vector<string> names;
  std::error_code failed;
  for (const fs::directory_entry &entry : fs::directory_iterator(located.path, failed)) {
    const std::u16string name = entry.path().filename().u16string();
    if (fits(name.c_str(), pattern.c_str())) names.push_back(string(entry.is_directory() ? name + u"\\" : name));
  }
  std::sort(names.begin(), names.end(), [](const string &left, const string &right) { return right < left; });
  if (!tell_next(names, found)) return INVALID_HANDLE;
  searches[++newest] = std::move(names);
  return newest;
}

bool FileFindNext(i64 search, string &found) {
  const auto at = searches.find(search);
  return at == searches.end() ? succeeded(ERR_INVALID_HANDLE) : tell_next(at->second, found);
}

void FileFindClose(i64 search) { searches.erase(search); }
} // namespace mql
