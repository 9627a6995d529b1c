// Stands for metaeditor64.exe, given /compile:, and for terminal64.exe, given /config:. Both read their command line as
// any Windows program does, so a path that Wine hands over in pieces, or under another name, is not found.
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

static const wchar_t *value(int argc, wchar_t **argv, const wchar_t *name) {
  for (int i = 1; i < argc; i++)
    if (wcsncmp(argv[i], name, wcslen(name)) == 0) return argv[i] + wcslen(name);
  return L"";
}

static int is_there(const wchar_t *path) { return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES; }

static int compile(const wchar_t *source, const wchar_t *log, const wchar_t *include) {
  static const wchar_t said[] = L"\xFEFFResult: 0 errors, 0 warnings, 5 ms elapsed, cpu='X64 Regular'\r\n";
  wchar_t path[1024];
  swprintf(path, 1024, L"%ls\\Include", include);
  if (!is_there(source) || !is_there(path)) return 0;
  swprintf(path, 1024, L"%.*lsex5", (int)wcslen(source) - 3, source);
  FILE *compiled = _wfopen(path, L"wb");
  FILE *text = _wfopen(log, L"wb");
  if (compiled == NULL || text == NULL) return 0;
  fputs("compiled", compiled);
  fwrite(said, 2, wcslen(said), text);
  fclose(compiled);
  fclose(text);
  return 1;
}

int wmain(int argc, wchar_t **argv) {
  const wchar_t *source = value(argc, argv, L"/compile:");
  if (source[0] != 0) return compile(source, value(argc, argv, L"/log:"), value(argc, argv, L"/include:"));
  puts(is_there(value(argc, argv, L"/config:")) ? "started with its file" : "started without a file");
  return 0;
}
