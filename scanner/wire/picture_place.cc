#include "scanner/wire/picture_place.h"

#include <charconv>
#include <concepts>

namespace winnow {
namespace {

template <std::unsigned_integral N>
bool take_number(std::string_view& text, N& number) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

// Nothing where the mark is not next; false if no number is behind it.
template <std::unsigned_integral N>
bool take_behind(char mark, std::string_view& text, N& number) {
  if (text.empty() || text.front() != mark) return true;
  text.remove_prefix(1);
  return take_number(text, number);
}

}  // namespace

std::string to_text(const PicturePlace& place) {
  std::string text = std::to_string(place.content.file);
  if (place.content.member > 0) text += "/" + std::to_string(place.content.member);
  if (place.at > 0) text += "@" + std::to_string(place.at);
  return text;
}

std::optional<PicturePlace> parse_picture_place(std::string_view text) {
  PicturePlace place;
  std::string_view rest = text;
  if (!take_number(rest, place.content.file) ||
      !take_behind('/', rest, place.content.member) ||
      !take_behind('@', rest, place.at) || place.content.file == kNoFile ||
      to_text(place) != text) {
    return std::nullopt;
  }
  return place;
}

}  // namespace winnow
