#include "hash.hpp"
#include <vector>
#include "../enums/constants.hpp"
#include "../runtime/errors.hpp"

namespace mql {
using ::mqlrt::u32;
using ::mqlrt::u64;
using ::mqlrt::u8;
using Bytes = std::vector<u8>;

static u32 rotated(u32 value, int by) { return value >> by | value << (32 - by); }

static void sha256_block(u32 (&state)[8], const u8 *block) {
  static constexpr u32 constants[64] = {
      0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
      0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
      0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
      0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
      0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
      0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
  u32 words[64];
  for (int i = 0; i < 16; i++)
    words[i] = u32{block[4 * i]} << 24 | u32{block[4 * i + 1]} << 16 | u32{block[4 * i + 2]} << 8 | block[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    const u32 low = rotated(words[i - 15], 7) ^ rotated(words[i - 15], 18) ^ words[i - 15] >> 3;
    const u32 high = rotated(words[i - 2], 17) ^ rotated(words[i - 2], 19) ^ words[i - 2] >> 10;
    words[i] = words[i - 16] + low + words[i - 7] + high;
  }
  u32 s[8];
  for (int i = 0; i < 8; i++) s[i] = state[i];
  for (int i = 0; i < 64; i++) {
    const u32 choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
    const u32 majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
    const u32 first = s[7] + (rotated(s[4], 6) ^ rotated(s[4], 11) ^ rotated(s[4], 25)) + choice + constants[i] + words[i];
    const u32 second = (rotated(s[0], 2) ^ rotated(s[0], 13) ^ rotated(s[0], 22)) + majority;
    for (int k = 7; k > 0; k--) s[k] = s[k - 1];
    s[4] += first;
    s[0] = first + second;
  }
  for (int i = 0; i < 8; i++) state[i] += s[i];
}

static Bytes sha256(const u8 *data, std::size_t count) {
  u32 state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  Bytes padded;
  if (count > 0) padded.assign(data, data + count);
  padded.push_back(0x80);
  while (padded.size() % 64 != 56) padded.push_back(0);
  for (int shift = 56; shift >= 0; shift -= 8) padded.push_back(static_cast<u8>(u64{count} * 8 >> shift));
  for (std::size_t at = 0; at < padded.size(); at += 64) sha256_block(state, padded.data() + at);
  Bytes digest;
  for (const u32 word : state)
    for (int shift = 24; shift >= 0; shift -= 8) digest.push_back(static_cast<u8>(word >> shift));
  return digest;
}

static Bytes base64(const u8 *data, std::size_t count) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Bytes out;
  for (std::size_t at = 0; at < count; at += 3) {
    const std::size_t left = count - at;
    const u32 group = u32{data[at]} << 16 | (left > 1 ? u32{data[at + 1]} << 8 : 0) | (left > 2 ? data[at + 2] : 0);
    for (int i = 0; i < 4; i++) out.push_back(static_cast<std::size_t>(i) <= left ? static_cast<u8>(digits[group >> (18 - 6 * i) & 63]) : u8{'='});
  }
  return out;
}

int CryptEncode(ENUM_CRYPT_METHOD method, const ::mqlrt::Array<u8> &data, const ::mqlrt::Array<u8> &, ::mqlrt::Array<u8> &result) {
  if (method != CRYPT_HASH_SHA256 && method != CRYPT_BASE64) return ::mqlrt::succeeded(ERR_INVALID_PARAMETER), 0;
  const auto count = static_cast<std::size_t>(data.size());
  const Bytes bytes = method == CRYPT_HASH_SHA256 ? sha256(data.data(), count) : base64(data.data(), count);
  const int size = static_cast<int>(bytes.size());
  if (result.resize(size, 0) < 0) return ::mqlrt::succeeded(ERR_ARRAY_RESIZE_ERROR), 0;
  if (size > 0) std::memcpy(result.data(), bytes.data(), bytes.size());
  return size;
}
} // namespace mql
