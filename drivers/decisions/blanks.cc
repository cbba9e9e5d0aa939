#include "drivers/decisions/blanks.h"

#include <algorithm>
#include <array>

namespace winnow {
namespace {

using namespace std::string_view_literals;

constexpr std::array kBlanks = {
    " "sv,      "\t"sv,     "\n"sv,     "\v"sv,     "\f"sv,     "\r"sv,     "\u0085"sv,
    "\u00A0"sv, "\u1680"sv, "\u2000"sv, "\u2001"sv, "\u2002"sv, "\u2003"sv, "\u2004"sv,
    "\u2005"sv, "\u2006"sv, "\u2007"sv, "\u2008"sv, "\u2009"sv, "\u200A"sv, "\u2028"sv,
    "\u2029"sv, "\u202F"sv, "\u205F"sv, "\u3000"sv,
};
constexpr std::array kWithoutWidth = {
    "\u00AD"sv, "\u200B"sv, "\u200C"sv, "\u200D"sv,
    "\u200E"sv, "\u200F"sv, "\u2060"sv, "\uFEFF"sv,
};

// The bytes that one of them takes at the text's begin; 0 for none.
template <std::size_t kCount>
std::size_t begins_with(std::string_view text,
                        const std::array<std::string_view, kCount>& any) {
  const auto found = std::find_if(any.begin(), any.end(), [text](std::string_view one) {
    return text.starts_with(one);
  });
  return found == any.end() ? 0 : found->size();
}

std::size_t blank_at(std::string_view text) {
  const std::size_t blank = begins_with(text, kBlanks);
  return blank > 0 ? blank : begins_with(text, kWithoutWidth);
}

}  // namespace

std::string with_plain_blanks(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    if (const std::size_t blank = begins_with(text, kBlanks); blank > 0) {
      plain += ' ';
      text.remove_prefix(blank);
    } else if (const std::size_t none = begins_with(text, kWithoutWidth); none > 0) {
      text.remove_prefix(none);
    } else {
      plain += text.front();
      text.remove_prefix(1);
    }
  }
  return plain;
}

std::string without_outer_blanks(std::string_view text) {
  while (const std::size_t blank = blank_at(text)) text.remove_prefix(blank);
  std::size_t end = 0;  // behind the last that is no blank
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t blank = blank_at(text.substr(i));
    i += std::max<std::size_t>(blank, 1);
    if (blank == 0) end = i;
  }
  return std::string(text.substr(0, end));
}

}  // namespace winnow
