// The distributions that the simulated backlog is drawn from, all in this one place,
// each with its reason or the word "assumed". Nobody publishes what a unit's shelf
// holds, so most are assumed: the simulation compares orders over the same shelf, it
// does not say what is on yours. They were written down before the first run and not
// changed to please any strategy; bench/runs has what came of it.
//
// Sources:
//   N-JOV    Wolak, Finkelhor, Mitchell: Child pornography possessors: trends in
//            offender and case characteristics, Sexual Abuse 23(1), 2011, and the
//            report of 2005 on the same study; of the report the figures are quoted
//            from memory
//   HMICFRS  Digital forensics: an inspection into how well the police and other
//            agencies use digital forensics in their investigations, 2022
//   Exterro  a survey of 108 investigators of digital evidence units, USA, 2024
#ifndef WINNOW_BENCH_BACKLOG_BACKLOG_NUMBERS_H_
#define WINNOW_BENCH_BACKLOG_BACKLOG_NUMBERS_H_

#include <cstdint>

namespace winnow::backlog {

struct Numbers {
  // -- the unit
  int examiners = 7;            // Exterro: 7.5 on average
  double hours_a_day = 4.3;     // 6 hours of an examiner on 5 days of 7; assumed
  int on_hand = 500;            // exhibits at the beginning: the task
  int arrival_days = 180;       // then nothing arrives and the shelf is emptied
  double arrivals_share = 0.9;  // of the hours there are; assumed
  // Age of those on hand at the beginning: this many days times the cube of a uniform
  // number: half under 10 weeks, one in ten over a year (HMICFRS: from weeks to 18
  // months).
  double oldest_days = 540;

  // -- holders and their devices
  double devices_mean = 3.0;       // of a suspect, geometric from 1; assumed
  int devices_most = 12;           // assumed
  double second_suspect = 0.15;    // in the same household; assumed
  double victim_or_witness = 0.1;  // holders who are one, with one phone; assumed
  // Kinds of devices; assumed: most people have one phone, fewer a computer, some disks
  // and sticks.
  double phones = 0.40;
  double computers = 0.30;  // the rest is storage

  // -- what cannot be seen
  double phone_not_scanned = 0.6;    // locked, or no image of it; assumed
  double computer_encrypted = 0.15;  // N-JOV: 6 % in 2000; more since; assumed
  double storage_encrypted = 0.08;   // assumed
  double partly_unreadable = 0.02;   // assumed

  // -- who holds material
  double suspect_holds = 0.6;         // assumed: arrests rest on reports and traffic
  double second_suspect_holds = 0.1;  // assumed: the other adult at the address
  double victim_holds = 0.3;          // pictures they were made to send; assumed
  double main_device_holds = 0.75;    // of who holds; the first device; assumed
  double other_device_holds = 0.3;    // each further one; one of all at least; assumed
  // Pictures and videos of one who holds: log-normal. N-JOV: about half had over 100,
  // about one in seven over 1000.
  double pictures_median = 95;
  double pictures_sigma = 2.18;
  double pictures_most = 200000;  // assumed
  // Of these stand in the sets: uniform between the two for each suspect; assumed.
  // Where nothing of few pictures is listed the device holds only what no set lists.
  double listed_low = 0.1;
  double listed_high = 0.7;
  // Who made material themselves, of those who hold. N-JOV: one in six cases of
  // possession found somebody who had molested children.
  double producer = 1.0 / 6;
  double producer_collects = 0.6;  // and has material from elsewhere too; assumed
  double first_generation = 60;    // median of pictures made, log-normal; assumed
  double first_generation_sigma = 1.2;
  // Grades of a listed picture; assumed, near what hotlines publish.
  double grade_a = 0.2;
  double grade_b = 0.2;

  // -- what the scan meets
  double deleted_device = 0.2;      // all was deleted; assumed
  double deleted_recovered = 0.2;   // of that, whole; the rest leaves blocks; assumed
  double near_of_unlisted = 0.03;   // saved again, made smaller; assumed
  double near_by_chance = 0.03;     // devices that hold nothing; assumed
  double cached_by_chance = 0.01;   // one listed file in a cache, no more; assumed
  double peoples_place = 0.6;       // not only in a cache; assumed
  double names_of_holder = 0.15;    // devices with names that hint; assumed
  double names_of_other = 0.04;     // assumed
  double records_of_holder = 0.2;   // digests in databases of programs; assumed
  double last_use_days = 1000;      // before seizure, times a squared uniform; assumed
  double has_classes = 0.5;         // scans with a model that classes; assumed
  double class_finds = 0.7;         // of unlisted material; assumed
  double class_wrong = 0.002;       // of ordinary pictures; assumed
  double ordinary_pictures = 3000;  // median of a device, log-normal; assumed
  double ordinary_sigma = 1.3;      // assumed

  // -- risk to children
  double access = 0.46;           // N-JOV: direct access to minors
  double producer_access = 0.85;  // assumed: that is how
  double lives_with = 0.7;        // of those with access; N-JOV: 34 % of all lived with
  double works_with = 0.15;       // of those with access; assumed
  double trust = 0.15;            // of those with access; assumed
  double prior_record = 0.1;      // N-JOV: few
  double child_known = 0.25;      // of producers with access; assumed
  double child_known_other = 0.02;  // of the others; assumed
  double immediate_of_known = 0.3;  // assumed
  // How the questions are answered at intake: all, each by chance, or none.
  double answers_all = 0.55;     // assumed
  double answers_some = 0.25;    // each with an even chance; assumed
  double yes_told_as_no = 0.05;  // assumed
  double no_told_as_yes = 0.03;  // assumed

  // -- dates and people
  double bail = 0.4;     // suspects with a bail date; assumed
  double bail_low = 28;  // days after seizure; assumed, after English law
  double bail_high = 90;
  double court = 0.1;  // assumed
  double court_low = 60;
  double court_high = 240;
  int scan_days_most = 3;  // after it is known, from 1; assumed
  int review_days = 3;     // after the scan; assumed
  double reviewer_sees_creation =
      0.6;                        // where pictures were made, asked to look; assumed
  double reviewer_holds = 0.9;    // sees that a true lead holds; assumed
  double reviewer_clears = 0.95;  // sees that a false one does not; assumed

  // -- hours of a full examination: log-normal by kind, and the time to grade. Exterro:
  // 17 devices a month for each investigator, 7 to 8 hours each at 6 hours a day.
  double phone_hours = 5;
  double computer_hours = 9;
  double storage_hours = 4;
  double hours_sigma = 0.6;           // assumed
  double pictures_graded_hour = 400;  // of what is held; assumed
  double grading_hours_most = 20;     // then by sample; assumed
};

// The overload case: nothing differs but that more arrives than can be started.
// Assumed.
inline constexpr double kOverloadShare = 1.3;

// The numbers above make about so many hours an exhibit: what the arrivals of both
// cases are measured by. Checked by tests/bench/backlog_test.cc.
inline constexpr double kMeanHours = 7.3;

}  // namespace winnow::backlog

#endif  // WINNOW_BENCH_BACKLOG_BACKLOG_NUMBERS_H_
