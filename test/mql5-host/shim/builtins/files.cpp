#include "files.hpp"
#include <algorithm>
#include <array>
#include <memory>
#include "../runtime/errors.hpp"
#include "open-file.hpp"
#include "sandbox.hpp"
#include "text.hpp"
#include "times.hpp"

namespace mqlrt {
/** Handles begin at 1; a terminal opens no more than 64 files of a program. */
static std::array<std::unique_ptr<OpenFile>, 64> open_files;

bool is_open(const std::filesystem::path &path) {
  for (const auto &file : open_files)
    if (file && file->path() == path) return true;
  return false;
}

static OpenFile *file_of(int handle) {
  const bool is_handle = handle >= 1 && handle <= static_cast<int>(open_files.size());
  OpenFile *file = is_handle ? open_files[static_cast<std::size_t>(handle - 1)].get() : nullptr;
  if (!file) last_error = is_handle ? mql::ERR_INVALID_FILEHANDLE : mql::ERR_WRONG_FILEHANDLE;
  return file;
}

/** The file, if it may be read or written so; else null with the error kept. */
static OpenFile *file_for(int handle, bool to_write, bool binary, int not_of_kind) {
  OpenFile *file = file_of(handle);
  if (!file) return nullptr;
  const int error = file->is_binary() != binary ? not_of_kind
                    : to_write && !file->is_writable() ? mql::ERR_FILE_NOTTOWRITE
                    : !to_write && !file->is_readable() ? mql::ERR_FILE_NOTTOREAD
                                                        : 0;
  return succeeded(error) ? file : nullptr;
}

i64 read_binary(int handle, void *bytes, i64 count) {
  OpenFile *file = file_for(handle, false, true, mql::ERR_FILE_NOTBIN);
  if (!file) return 0;
  const i64 read = file->read(bytes, count);
  if (read < count) last_error = read == 0 ? mql::ERR_FILE_ENDOFFILE : mql::ERR_FILE_READERROR;
  return read;
}

static i64 written(i64 done, i64 count) {
  if (done < count) last_error = mql::ERR_FILE_WRITEERROR;
  return done;
}

i64 write_binary(int handle, const void *bytes, i64 count) {
  OpenFile *file = file_for(handle, true, true, mql::ERR_FILE_NOTBIN);
  return file ? written(file->write(bytes, count), count) : 0;
}

i64 left_in_file(int handle) {
  OpenFile *file = file_of(handle);
  return file ? std::max<i64>(0, file->size() - file->position()) : -1;
}

u32 write_items(int handle, const std::vector<string> &items) {
  OpenFile *file = file_for(handle, true, false, mql::ERR_FILE_NOTTXTORCSV);
  if (!file) return 0;
  std::u16string line;
  for (std::size_t at = 0; at < items.size(); at++) {
    if (at > 0 && file->is_csv() && file->delimiter() != 0) line += file->delimiter();
    line += items[at].units();
  }
  return static_cast<u32>(file->write_text(line + u"\r\n"));
}
} // namespace mqlrt

namespace mql {
using ::mqlrt::file_for;
using ::mqlrt::file_of;
using ::mqlrt::open_files;
using ::mqlrt::OpenFile;
using ::mqlrt::succeeded;

static int opened(const string &name, int flags, char16_t delimiter, uint codepage, OpenFile *&file) {
  if (!(flags & (FILE_READ | FILE_WRITE))) return ERR_INVALID_PARAMETER;
  const ::mqlrt::Located located = ::mqlrt::locate(name, flags);
  if (located.error != 0) return located.error;
  for (const auto &other : open_files)
    if (other && !other->shares_with(located.path, flags)) return ERR_CANNOT_OPEN_FILE;
  return OpenFile::open(located.path, flags, delimiter, codepage, file);
}

int FileOpen(const string &name, int flags, i64 delimiter, uint codepage) {
  const auto free = std::find(open_files.begin(), open_files.end(), nullptr);
  OpenFile *file = nullptr;
  const int error = free == open_files.end() ? ERR_TOO_MANY_FILES : opened(name, flags, static_cast<char16_t>(delimiter), codepage, file);
  if (!succeeded(error)) return INVALID_HANDLE;
  free->reset(file);
  return static_cast<int>(free - open_files.begin()) + 1;
}

void FileClose(int handle) {
  if (file_of(handle)) open_files[static_cast<std::size_t>(handle - 1)].reset();
}

void FileFlush(int handle) {
  OpenFile *file = file_of(handle);
  if (file && !file->flush()) ::mqlrt::last_error = ERR_FILE_WRITEERROR;
}

bool FileSeek(int handle, i64 offset, ENUM_FILE_POSITION origin) {
  OpenFile *file = file_of(handle);
  return file && (file->seek(offset, origin) || succeeded(ERR_INVALID_PARAMETER));
}

u64 FileTell(int handle) {
  const OpenFile *file = file_of(handle);
  return file ? static_cast<u64>(file->position()) : 0;
}

u64 FileSize(int handle) {
  OpenFile *file = file_of(handle);
  return file ? static_cast<u64>(file->size()) : 0;
}

bool FileIsEnding(int handle) { return ::mqlrt::left_in_file(handle) <= 0; }

bool FileIsLineEnding(int handle) {
  OpenFile *file = file_of(handle);
  return file && file->is_line_ending();
}

int FileReadInteger(int handle, int size) {
  switch (size) {
  case 1:
    return ::mqlrt::read_number<::mqlrt::i8>(handle);
  case 2:
    return ::mqlrt::read_number<::mqlrt::i16>(handle);
  case 4:
    return ::mqlrt::read_number<int>(handle);
  }
  return succeeded(ERR_INVALID_PARAMETER), 0;
}

string FileReadString(int handle, int length) {
  OpenFile *file = file_of(handle);
  if (!file || !file_for(handle, false, file->is_binary(), 0)) return string(u"");
  return string(file->is_binary() ? file->read_text(length) : file->read_item());
}

/** The next item of a text file. */
static string read_item(int handle) {
  OpenFile *file = file_for(handle, false, false, ERR_FILE_NOTTXTORCSV);
  return file ? string(file->read_item()) : string(u"");
}

double FileReadNumber(int handle) { return StringToDouble(read_item(handle)); }
datetime FileReadDatetime(int handle) { return StringToTime(read_item(handle)); }
bool FileReadBool(int handle) {
  const string text = read_item(handle);
  return StringCompare(text, string(u"true"), false) == 0 || StringToInteger(text) != 0;
}

uint FileWriteInteger(int handle, int value, int size) {
  if (size < 1 || size > 4) return succeeded(ERR_INVALID_PARAMETER), 0u;
  return static_cast<uint>(::mqlrt::write_binary(handle, &value, size));
}
uint FileWriteLong(int handle, i64 value) { return static_cast<uint>(::mqlrt::write_binary(handle, &value, sizeof value)); }
uint FileWriteDouble(int handle, double value) { return static_cast<uint>(::mqlrt::write_binary(handle, &value, sizeof value)); }
uint FileWriteFloat(int handle, float value) { return static_cast<uint>(::mqlrt::write_binary(handle, &value, sizeof value)); }

/** Text lines end as Windows ends them. */
static std::u16string with_returns(const std::u16string &text) {
  std::u16string out;
  for (const char16_t unit : text) {
    if (unit == u'\n' && (out.empty() || out.back() != u'\r')) out += u'\r';
    out += unit;
  }
  return out;
}

uint FileWriteString(int handle, const string &text, int length) {
  OpenFile *file = file_of(handle);
  if (!file || !file_for(handle, true, file->is_binary(), 0)) return 0;
  std::u16string units = file->is_binary() ? text.units() : with_returns(text.units());
  if (file->is_binary() && length >= 0) units.resize(static_cast<std::size_t>(length), u'\0');
  return static_cast<uint>(file->write_text(units));
}
} // namespace mql
