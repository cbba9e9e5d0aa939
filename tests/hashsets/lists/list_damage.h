// Damage done to small lists byte by byte, and what must hold after it.
#ifndef WINNOW_TESTS_HASHSETS_LISTS_LIST_DAMAGE_H_
#define WINNOW_TESTS_HASHSETS_LISTS_LIST_DAMAGE_H_

#include <functional>
#include <string>

#include "tests/hashsets/set_files.h"

namespace winnow {

using ListReader = std::function<Result<Rows>(const std::string& list)>;

// Cut off after any byte, the list is a fault or gives the same rows; never others.
// (Of nothing at all the build says that it has no rows.)
void expect_cuts_are_seen(const ListReader& read, const std::string& list);
// With one bit changed anywhere, the list gives no digest that was not in it, unless
// the bit is one of that digest's own.
void expect_flips_invent_nothing(const ListReader& read, const std::string& list);

}  // namespace winnow

#endif  // WINNOW_TESTS_HASHSETS_LISTS_LIST_DAMAGE_H_
