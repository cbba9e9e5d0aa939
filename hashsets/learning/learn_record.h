// The import record of a learned set (see building/import_record.h): what it was
// learned from, in numbers. No person, machine, folder or file name, and no time but
// the one that was stated.
#ifndef WINNOW_HASHSETS_LEARNING_LEARN_RECORD_H_
#define WINNOW_HASHSETS_LEARNING_LEARN_RECORD_H_

#include <string>

#include "hashsets/learning/learn.h"
#include "hashsets/lists/category_profile.h"

namespace winnow {

// `profile` is null, and `imported_at_utc` empty, if the operator gave none.
[[nodiscard]] std::string learn_record_json(const std::string& name, SetType type,
                                            const CategoryProfile* profile,
                                            const LearnReport& report,
                                            const std::string& imported_at_utc);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LEARNING_LEARN_RECORD_H_
