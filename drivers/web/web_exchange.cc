#include "drivers/web/web_exchange.h"

#include <utility>

#include "base/text.h"
#include "drivers/answers/json.h"
#include "drivers/web/page_words.h"

namespace winnow {
namespace {

WebAnswer worded(int status, const char* key, const std::string& what) {
  Json json;
  json.begin().text(key, printable_utf8(what)).end();
  WebAnswer answer = json_answer(json.done());
  answer.status = status;
  return answer;
}

}  // namespace

WebAnswer json_answer(std::string json) {
  WebAnswer answer;
  answer.body = std::move(json);
  return answer;
}

WebAnswer error_answer(int status, const std::string& what) {
  if (what.empty()) {
    WebAnswer answer = json_answer("");
    answer.status = status;
    return answer;
  }
  return worded(status, "error", what);
}

WebAnswer fault_answer(const Fault& fault) {
  return error_answer(fault.kind == FaultKind::usage ? 400 : 500, fault.line());
}

WebAnswer refused_answer(const std::string& why) {
  return worded(409, "refused", on_the_page(why));
}

}  // namespace winnow
