#include "open-file.hpp"
#include "../enums/constants.hpp"
#include "../enums/files.hpp"
#include "text.hpp"

namespace mqlrt {
namespace fs = std::filesystem;

int OpenFile::open(const fs::path &path, int flags, char16_t delimiter, u32 codepage, OpenFile *&out) {
  const bool writes = flags & mql::FILE_WRITE;
  std::error_code failed;
  if (fs::is_directory(path, failed)) return mql::ERR_FILE_IS_DIRECTORY;
  if (writes) fs::create_directories(path.parent_path(), failed);
  const bool keeps = flags & mql::FILE_READ && fs::exists(path, failed);
  if (!writes && !keeps) return mql::ERR_CANNOT_OPEN_FILE;
  const char *mode = !writes ? "rb" : keeps ? "r+b" : flags & mql::FILE_READ ? "w+b" : "wb";
  const platform::Sharing sharing{(flags & mql::FILE_SHARE_READ) != 0, (flags & mql::FILE_SHARE_WRITE) != 0};
  std::FILE *file = platform::open(path, mode, sharing);
  if (!file) return mql::ERR_CANNOT_OPEN_FILE;
  out = new OpenFile(file, path, flags, delimiter, codepage);
  return 0;
}

OpenFile::OpenFile(std::FILE *file, const fs::path &path, int flags, char16_t delimiter, u32 codepage)
    : file_(file), path_(path), flags_(flags), is_binary_((flags & mql::FILE_BIN) && !(flags & mql::FILE_CSV)),
      is_csv_(!is_binary_ && ((flags & mql::FILE_CSV) || !(flags & mql::FILE_TXT))),
      is_unicode_((flags & mql::FILE_UNICODE) || !(flags & mql::FILE_ANSI)), delimiter_(delimiter), codepage_(codepage) {
  if (!is_binary_) begin_text();
}

OpenFile::~OpenFile() { std::fclose(file_); }

/** UTF-16 files say so with their first two bytes, which decide over the flags. */
void OpenFile::begin_text() {
  u8 mark[2];
  if (is_readable() && read(mark, 2) == 2 && mark[0] == 0xFF && mark[1] == 0xFE) {
    is_unicode_ = true;
    return;
  }
  seek(0, mql::SEEK_SET);
  if (is_unicode_ && is_writable() && size() == 0) write("\xFF\xFE", 2);
}

bool OpenFile::is_readable() const { return flags_ & mql::FILE_READ; }
bool OpenFile::is_writable() const { return flags_ & mql::FILE_WRITE; }

/** Windows' rule: each side's access must be shared by the other. */
bool OpenFile::shares_with(const fs::path &path, int flags) const {
  const auto allows = [](int sharing, int access) {
    return (!(access & mql::FILE_READ) || sharing & mql::FILE_SHARE_READ) && (!(access & mql::FILE_WRITE) || sharing & mql::FILE_SHARE_WRITE);
  };
  return path != path_ || (allows(flags_, flags) && allows(flags, flags_));
}

/** C wants a seek between reading and writing. */
void OpenFile::begin(Last what) {
  if (last_ != Last::none && last_ != what) platform::seek(file_, 0, mql::SEEK_CUR);
  last_ = what;
}

i64 OpenFile::read(void *bytes, i64 count) {
  begin(Last::read);
  return static_cast<i64>(std::fread(bytes, 1, static_cast<std::size_t>(count), file_));
}

i64 OpenFile::write(const void *bytes, i64 count) {
  begin(Last::write);
  return static_cast<i64>(std::fwrite(bytes, 1, static_cast<std::size_t>(count), file_));
}

bool OpenFile::seek(i64 offset, int origin) {
  last_ = Last::none;
  return platform::seek(file_, offset, origin);
}

i64 OpenFile::size() {
  if (last_ == Last::write) std::fflush(file_);
  return platform::size(file_);
}

i64 OpenFile::write_text(const std::u16string &text) {
  if (is_unicode_) return write(text.data(), static_cast<i64>(text.size() * sizeof(char16_t)));
  const std::string bytes = to_bytes(text, codepage_);
  return write(bytes.data(), static_cast<i64>(bytes.size()));
}

int OpenFile::next_unit() {
  u8 bytes[2] = {};
  const i64 width = is_unicode_ ? 2 : 1;
  return read(bytes, width) == width ? bytes[0] | bytes[1] << 8 : -1;
}

std::u16string OpenFile::read_text(i64 length) {
  std::u16string units;
  for (int unit; length-- > 0 && (unit = next_unit()) >= 0;) units += static_cast<char16_t>(unit);
  units.resize(std::min(units.size(), units.find(u'\0')));
  if (is_unicode_) return units;
  return from_bytes(std::string(units.begin(), units.end()).data(), units.size(), codepage_);
}

std::u16string OpenFile::read_item() {
  std::u16string units;
  is_line_ending_ = false;
  for (int unit; (unit = next_unit()) >= 0;) {
    if (is_csv_ && delimiter_ != 0 && unit == delimiter_) break;
    if (unit == u'\n') {
      is_line_ending_ = true;
      break;
    }
    units += static_cast<char16_t>(unit);
  }
  if (is_line_ending_ && !units.empty() && units.back() == u'\r') units.pop_back();
  if (position() >= size()) is_line_ending_ = true;
  if (is_unicode_) return units;
  return from_bytes(std::string(units.begin(), units.end()).data(), units.size(), codepage_);
}
} // namespace mqlrt
