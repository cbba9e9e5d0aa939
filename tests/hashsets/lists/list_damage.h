// What damage to a list must never do: give a digest that the list does not have.
#ifndef WINNOW_TESTS_HASHSETS_LISTS_LIST_DAMAGE_H_
#define WINNOW_TESTS_HASHSETS_LISTS_LIST_DAMAGE_H_

#include <cstddef>
#include <functional>

#include "base/bytes.h"
#include "tests/hashsets/set_files.h"

namespace winnow {

using ListReader = std::function<Result<Rows>(Bytes list)>;
[[nodiscard]] ListReader reader_of(Importer importer);
[[nodiscard]] ListReader reader_of(SourceImporter importer,
                                   const ImportOptions& options = {});

// Imports the list cut off after every `step` bytes: a fault, or rows the list has.
// Gives the number of faults.
std::size_t check_truncations(const ListReader& read, Bytes list, std::size_t step = 1);
// The same for lists that have an end of their own: a fault, or all the rows. (Of
// nothing at all the build says that it has no rows.)
void check_cuts_are_seen(const ListReader& read, Bytes list);
// Imports the list with one bit wrong, for every `step`th of its bits: a fault, or rows
// the list has, but for one digest of which one digit is another: the one that was hit.
void check_flips(const ListReader& read, Bytes list, std::size_t step = 1);

}  // namespace winnow

#endif  // WINNOW_TESTS_HASHSETS_LISTS_LIST_DAMAGE_H_
