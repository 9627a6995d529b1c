/* What MetaTrader's programs do for the scripts of docker/terminal, under the names that they go by: mt5setup.exe installs,
   metaeditor64.exe compiles, terminal64.exe reads its start file and stays until its window is closed. */
#include <windows.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#define HOME L"C:\\Program Files\\MetaTrader 5\\"

/* The value of an argument such as /log:FILE. */
static const wchar_t *option(int count, wchar_t **words, const wchar_t *name) {
  size_t length = wcslen(name);
  for (int i = 1; i < count; i++)
    if (wcsncmp(words[i], name, length) == 0) return words[i] + length;
  return NULL;
}

static int copy_to(const wchar_t *self, const wchar_t *name) {
  wchar_t path[MAX_PATH] = HOME;
  return CopyFileW(self, wcscat(path, name), FALSE) ? 0 : 1;
}

static int install(int count, wchar_t **words, const wchar_t *self) {
  if (option(count, words, L"/auto") == NULL) return 3;
  CreateDirectoryW(HOME, NULL);
  return copy_to(self, L"terminal64.exe") + copy_to(self, L"metaeditor64.exe");
}

static int compile(int count, wchar_t **words) {
  const wchar_t *source = option(count, words, L"/compile:");
  const wchar_t *log = option(count, words, L"/log:");
  const wchar_t *include = option(count, words, L"/include:");
  if (source == NULL || log == NULL || include == NULL) return 0;
  FILE *code = _wfopen(source, L"rb");
  FILE *said = _wfopen(log, L"wb");
  if (said == NULL) return 0;
  static char text[1 << 16];
  size_t size = code == NULL ? 0 : fread(text, 1, sizeof text - 1, code);
  text[size] = 0;
  int fails = code == NULL || strstr(text, "#error") != NULL;
  wchar_t lines[1024];
  _snwprintf(lines, 1024, L"\xfeff%ls : information: compiling\r\n%ls%lsResult: %d errors, 0 warnings, 9 ms elapsed\r\n", source,
             fails ? source : L"", fails ? L"(12,5) : error 256: undeclared identifier\r\n" : L"", fails);
  fwrite(lines, sizeof(wchar_t), wcslen(lines), said);
  fclose(said);
  if (fails) return 0;
  fclose(code);
  wchar_t compiled[MAX_PATH];
  wcscpy(compiled, source);
  wcscpy(wcsrchr(compiled, L'.'), L".ex5");
  FILE *program = _wfopen(compiled, L"wb");
  if (program != NULL) fclose(program);
  return 1;
}

static LRESULT CALLBACK on_message(HWND window, UINT message, WPARAM w, LPARAM l) {
  if (message != WM_DESTROY) return DefWindowProcW(window, message, w, l);
  FILE *bye = fopen("closed-by-its-cross", "wb");
  if (bye != NULL) fclose(bye);
  PostQuitMessage(0);
  return 0;
}

static int stay(int count, wchar_t **words) {
  const wchar_t *config = option(count, words, L"/config:");
  if (config == NULL || option(count, words, L"/portable") == NULL) return 4;
  if (!CopyFileW(config, L"start-file-that-was-read", FALSE)) return 5;
  if (!CopyFileW(L"MQL5\\Presets\\mt5-bridge.set", L"inputs-that-were-read", FALSE)) return 6;
  WNDCLASSW kind = {.lpfnWndProc = on_message, .lpszClassName = L"MetaTrader"};
  RegisterClassW(&kind);
  CreateWindowW(L"MetaTrader", L"MetaTrader", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 0, 0, 400, 300, NULL, NULL, NULL, NULL);
  MSG message;
  while (GetMessageW(&message, NULL, 0, 0) > 0) DispatchMessageW(&message);
  return 0;
}

int wmain(int count, wchar_t **words) {
  wchar_t self[MAX_PATH];
  GetModuleFileNameW(NULL, self, MAX_PATH);
  const wchar_t *slash = wcsrchr(self, L'\\');
  const wchar_t *name = slash == NULL ? self : slash + 1;
  if (_wcsicmp(name, L"terminal64.exe") == 0) return stay(count, words);
  if (_wcsicmp(name, L"metaeditor64.exe") == 0) return compile(count, words);
  return install(count, words, self);
}
