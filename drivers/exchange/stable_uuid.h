// UUIDs that follow from what they name, so that the same case gives the same ones on
// every run and machine (RFC 4122, version 5: SHA-1 of a name space and a name).
#ifndef WINNOW_DRIVERS_EXCHANGE_STABLE_UUID_H_
#define WINNOW_DRIVERS_EXCHANGE_STABLE_UUID_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace winnow {

// `space` is a UUID in text, as the result is: 36 characters in lower case. The parts
// of the name are kept apart, whatever is in them.
[[nodiscard]] std::string stable_uuid(std::string_view space,
                                      std::initializer_list<std::string_view> name);

// The name space of all cases; drawn at random, once, for this program.
inline constexpr std::string_view kWinnowSpace = "6d0f2a1c-94f3-4c0e-9b57-0e6a1d7c3f28";

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_STABLE_UUID_H_
