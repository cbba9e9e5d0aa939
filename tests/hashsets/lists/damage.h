// What damage to a list must never do: give a digest that the list does not have.
#ifndef WINNOW_TESTS_HASHSETS_LISTS_DAMAGE_H_
#define WINNOW_TESTS_HASHSETS_LISTS_DAMAGE_H_

#include <cstddef>
#include <vector>

#include "base/bytes.h"
#include "tests/hashsets/set_files.h"

namespace winnow {

// Imports the list cut off after every `step` bytes: a fault, or rows the list has.
// Gives the number of faults.
std::size_t check_truncations(SourceImporter importer, Bytes list, std::size_t step = 1,
                              const ImportOptions& options = {});
// Imports the list with one bit wrong, for every `step`th of its bits: a fault, or rows
// the list has, but for one digest of which one digit is another: the one that was hit.
void check_flips(SourceImporter importer, Bytes list, std::size_t step = 1,
                 const ImportOptions& options = {});

}  // namespace winnow

#endif  // WINNOW_TESTS_HASHSETS_LISTS_DAMAGE_H_
