// What was decided of an exhibit, as JSON.
#ifndef WINNOW_DRIVERS_ANSWERS_DISPOSITION_JSON_H_
#define WINNOW_DRIVERS_ANSWERS_DISPOSITION_JSON_H_

#include <string>

#include "drivers/decisions/decisions.h"

namespace winnow {

class Json;

// {"exhibit":"a","disposition":"assigned","steps":[...]}, one line without its end.
[[nodiscard]] std::string history_json(const std::string& ref,
                                       const ExhibitDecisions& exhibit);
// The field `steps` alone, into an object that was begun.
void put_steps(Json& json, const ExhibitDecisions& exhibit);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_DISPOSITION_JSON_H_
