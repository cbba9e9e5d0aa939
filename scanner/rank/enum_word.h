// The way back from to_string(): small enumerations whose values count up from 0.
#ifndef WINNOW_SCANNER_RANK_ENUM_WORD_H_
#define WINNOW_SCANNER_RANK_ENUM_WORD_H_

#include <optional>
#include <string_view>

namespace winnow {

// The value, up to `last`, that to_string() gives this word; nothing for another word.
template <typename Enum>
[[nodiscard]] std::optional<Enum> parse_enum(std::string_view word, Enum last) {
  for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i) {
    const auto value = static_cast<Enum>(i);
    if (word == to_string(value)) return value;
  }
  return std::nullopt;
}

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_ENUM_WORD_H_
