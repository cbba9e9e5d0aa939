#include "scanner/rank/hint_words.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/fold_case.h"

namespace winnow {
namespace {

constexpr std::array<std::string_view, 2> kEncrypted = {"encrypted container",
                                                        "encrypted file"};
// Storage that is encrypted elsewhere hides nothing on the device.
constexpr std::array<std::string_view, 6> kHiding = {
    "wiping", "traces", "vault", "steganography", "encryption program", "recovery key"};

template <std::size_t N>
bool has_any(std::string_view hint, const std::array<std::string_view, N>& words) {
  const std::string folded = fold_case(hint);
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return folded.find(word) != std::string::npos;
  });
}

}  // namespace

bool suggests_encrypted_content(std::string_view hint) {
  return has_any(hint, kEncrypted);
}

bool suggests_hiding(std::string_view hint) {
  return has_any(hint, kHiding) || suggests_encrypted_content(hint);
}

}  // namespace winnow
