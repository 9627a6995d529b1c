/*
 * What the expert does with libzmq.dll, without a terminal: REP and PUB bound in one thread, zmq_poll, orderly ends.
 *
 *    smoke COMMAND EVENTS [SECRET]      SECRET: a Z85 key, which turns CURVE on
 *
 * Answers on stdout, a JSON object a line: {"ready":true,"command":...,"events":...} when it listens,
 * {"failed":FUNCTION,"errno":N} and exit code 1 when it cannot. Requests are texts:
 *    bulk N      a head frame and N bytes, byte i being i * 31 mod 256
 *    publish N   N events: topic "smoke", then the event's number as 32 bits, low byte first
 *    rebind      ends sockets and context, {"closed_ms":...}, and listens at the same addresses again
 *    stop        ends sockets, context, {"closed_ms":...}, and the program
 *    (others)    come back as they are
 * With a linger of 0 the answers to rebind and stop may get lost.
 *
 * The functions are declared as MQL5 has to declare them, not by zmq.h: that is the interface under test.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

typedef long long Handle;
typedef unsigned long long Size;

#pragma pack(push, 1)
typedef struct {
  Handle socket;
  unsigned long long fd;
  short events;
  short revents;
  int padding;
} PollItem;
#pragma pack(pop)
_Static_assert(sizeof(PollItem) == 24, "zmq_pollitem_t has 24 bytes on 64-bit Windows");

Handle zmq_ctx_new(void);
int zmq_ctx_term(Handle context);
Handle zmq_socket(Handle context, int type);
int zmq_close(Handle socket);
int zmq_setsockopt(Handle socket, int option, const void *value, Size length);
int zmq_getsockopt(Handle socket, int option, void *value, Size *length);
int zmq_bind(Handle socket, const char *address);
int zmq_send(Handle socket, const void *bytes, Size length, int flags);
int zmq_recv(Handle socket, void *bytes, Size length, int flags);
int zmq_poll(PollItem *items, int count, int timeout_ms);
int zmq_errno(void);
int zmq_has(const char *capability);
void zmq_version(int *major, int *minor, int *patch);

enum { ZMQ_PUB = 1, ZMQ_REP = 4 };
enum { ZMQ_LINGER = 17, ZMQ_LAST_ENDPOINT = 32, ZMQ_CURVE_SERVER = 47, ZMQ_CURVE_SECRETKEY = 49 };
enum { ZMQ_DONTWAIT = 1, ZMQ_SNDMORE = 2, ZMQ_POLLIN = 1 };

static const char *secret;
static char command[256], events[256];
static Handle context, rep, pub;

static void say(const char *line)
{
  puts(line);
  fflush(stdout);
}

static void fail(const char *function)
{
  char line[128];
  snprintf(line, sizeof line, "{\"failed\":\"%s\",\"errno\":%d}", function, zmq_errno());
  say(line);
  exit(1);
}

static Handle listen_at(int type, char *address)
{
  const int zero = 0, one = 1;
  Size length = sizeof command;
  const Handle socket = zmq_socket(context, type);
  if (socket == 0) fail("zmq_socket");
  if (zmq_setsockopt(socket, ZMQ_LINGER, &zero, sizeof zero) != 0) fail("zmq_setsockopt");
  if (secret != NULL && zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &one, sizeof one) != 0) fail("zmq_setsockopt");
  if (secret != NULL && zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, secret, strlen(secret) + 1) != 0) fail("zmq_setsockopt");
  if (zmq_bind(socket, address) != 0) fail("zmq_bind");
  if (zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, address, &length) != 0) fail("zmq_getsockopt");
  return socket;
}

static void start(void)
{
  int major, minor, patch;
  char line[768];
  context = zmq_ctx_new();
  rep = listen_at(ZMQ_REP, command);
  pub = listen_at(ZMQ_PUB, events);
  zmq_version(&major, &minor, &patch);
  snprintf(line, sizeof line,
           "{\"ready\":true,\"command\":\"%s\",\"events\":\"%s\",\"version\":\"%d.%d.%d\",\"curve\":%s}", command, events,
           major, minor, patch, zmq_has("curve") ? "true" : "false");
  say(line);
}

static void end(void)
{
  LARGE_INTEGER frequency, before, after;
  char line[64];
  QueryPerformanceFrequency(&frequency);
  QueryPerformanceCounter(&before);
  if (zmq_close(rep) != 0 || zmq_close(pub) != 0) fail("zmq_close");
  if (zmq_ctx_term(context) != 0) fail("zmq_ctx_term");
  QueryPerformanceCounter(&after);
  snprintf(line, sizeof line, "{\"closed_ms\":%.1f}", 1e3 * (after.QuadPart - before.QuadPart) / frequency.QuadPart);
  say(line);
}

static void answer(const void *bytes, Size length)
{
  if (zmq_send(rep, bytes, length, ZMQ_DONTWAIT) < 0) fail("zmq_send");
}

static void bulk(Size length)
{
  unsigned char *bytes = malloc(length);
  for (Size i = 0; i < length; i++) bytes[i] = (unsigned char)(i * 31);
  if (zmq_send(rep, "bulk", 4, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0) fail("zmq_send");
  answer(bytes, length);
  free(bytes);
}

static void publish(unsigned int count)
{
  answer("ok", 2);
  for (unsigned int i = 0; i < count; i++)
    if (zmq_send(pub, "smoke", 5, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0 || zmq_send(pub, &i, sizeof i, ZMQ_DONTWAIT) < 0) fail("zmq_send");
}

int main(int argc, char **argv)
{
  static char request[65536];
  if (argc < 3) {
    fputs("Usage: smoke COMMAND EVENTS [SECRET]\n", stderr);
    return 2;
  }
  snprintf(command, sizeof command, "%s", argv[1]);
  snprintf(events, sizeof events, "%s", argv[2]);
  secret = argc > 3 ? argv[3] : NULL;
  start();
  for (;;) {
    /* REP comes second: with a wrong item size it would never be seen. */
    PollItem items[2] = {{pub, 0, ZMQ_POLLIN, 0, 0}, {rep, 0, ZMQ_POLLIN, 0, 0}};
    if (zmq_poll(items, 2, 1) < 0) fail("zmq_poll");
    if ((items[1].revents & ZMQ_POLLIN) == 0) continue;
    const int length = zmq_recv(rep, request, sizeof request - 1, ZMQ_DONTWAIT);
    if (length < 0) fail("zmq_recv");
    if (length >= (int)sizeof request) {
      answer("too long", 8);
      continue;
    }
    request[length] = 0;
    if (strncmp(request, "bulk ", 5) == 0)
      bulk(strtoull(request + 5, NULL, 10));
    else if (strncmp(request, "publish ", 8) == 0)
      publish(strtoul(request + 8, NULL, 10));
    else if (strcmp(request, "rebind") == 0) {
      answer("ok", 2);
      end();
      start();
    } else if (strcmp(request, "stop") == 0) {
      answer("ok", 2);
      end();
      return 0;
    } else
      answer(request, length);
  }
}
