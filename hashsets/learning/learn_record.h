// The import record of a learned set (see building/import_record.h): what it was
// learned from, in numbers. No time, person, machine, folder or file name.
#ifndef WINNOW_HASHSETS_LEARNING_LEARN_RECORD_H_
#define WINNOW_HASHSETS_LEARNING_LEARN_RECORD_H_

#include <string>

#include "hashsets/learning/learn.h"
#include "hashsets/lists/category_profile.h"

namespace winnow {

// `profile` is null if the operator gave none.
[[nodiscard]] std::string learn_record_json(const std::string& name, SetType type,
                                            const CategoryProfile* profile,
                                            const LearnReport& report);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LEARNING_LEARN_RECORD_H_
