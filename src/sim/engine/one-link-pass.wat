;; The loop of pass-in-javascript.ts, bit for bit, as two: who goes up is decided by chance, and a branch on it would be guessed wrong as often as
;; not, so that all are taken through the edge and those who go up are put in a list, which is then taken through the other stops. pmax is one
;; instruction where f64.max, which minds NaN, is several and a branch.
;;
;; Memory: from byte 0 on when each stop is free, from 32 on the sums of the waits there, from 64 on those of the stays, all by stop; the
;; rest is where the arguments say.

(module
  (memory (export "memory") 2)

  ;; Takes so many requests through: columns of arrivals, rows and latencies, room for a list of 16 bytes a request and for notes, and the
  ;; table of stays, each where it begins. Gives the end of what is noted; $stride bytes a request.
  (func (export "pass")
    (param $requests i32) (param $arrival i32) (param $row i32) (param $latency i32) (param $list i32) (param $note i32) (param $stride i32)
    (param $stays i32) (param $propagation f64)
    (result i32)
    (local $free v128) (local $entry v128) (local $start v128) (local $waits v128) (local $sum v128)
    (local $stop i32) (local $end i32) (local $next i32) (local $apart i32)
    (local $up v128) (local $cloud v128) (local $down v128) (local $flight v128) (local $landed v128) (local $wait v128)
    (local $upWaits v128) (local $cloudWaits v128) (local $downWaits v128)
    (local $upStays v128) (local $upperStays v128) (local $hasDown i32)

    ;; The edge. The second lane of a sum that takes stays two at a time tells nothing.
    (local.set $free (v128.load64_zero offset=0 (i32.const 0)))
    (local.set $waits (v128.load64_zero offset=32 (i32.const 0)))
    (local.set $sum (v128.load64_zero offset=64 (i32.const 0)))
    (local.set $apart (i32.sub (local.get $latency) (local.get $arrival)))
    (local.set $end (i32.add (local.get $row) (i32.shl (local.get $requests) (i32.const 2))))
    (local.set $next (local.get $list))
    (loop $each
      (local.set $stop (i32.add (local.get $stays) (i32.shl (i32.load (local.get $row)) (i32.const 5))))
      (local.set $entry (v128.load64_zero (local.get $arrival)))
      (local.set $start (f64x2.pmax (local.get $free) (local.get $entry)))
      (local.set $waits (f64x2.add (local.get $waits) (f64x2.sub (local.get $start) (local.get $entry))))
      (local.set $free (f64x2.add (local.get $start) (v128.load64_zero offset=0 (local.get $stop))))
      (local.set $sum (f64x2.add (local.get $sum) (v128.load64_zero offset=0 (local.get $stop))))
      (v128.store64_lane 0 (i32.add (local.get $arrival) (local.get $apart)) (f64x2.sub (local.get $free) (local.get $entry)))
      ;; In the list: when it leaves the edge, its stays, its arrival. It stays there where the time on the up lane has no sign.
      (v128.store64_lane offset=0 0 (local.get $next) (local.get $free))
      (i32.store offset=8 (local.get $next) (local.get $stop))
      (i32.store offset=12 (local.get $next) (local.get $arrival))
      (local.set $next (i32.add (local.get $next) (i32.and
        (i32.const 16)
        (i32.xor (i32.const -1) (i32.shr_s (i32.load offset=12 (local.get $stop)) (i32.const 31))))))
      (local.set $arrival (i32.add (local.get $arrival) (i32.const 8)))
      (local.set $row (i32.add (local.get $row) (i32.const 4)))
      (br_if $each (i32.lt_u (local.get $row) (local.get $end))))
    (v128.store64_lane offset=0 0 (i32.const 0) (local.get $free))
    (v128.store64_lane offset=32 0 (i32.const 0) (local.get $waits))
    (v128.store64_lane offset=64 0 (i32.const 0) (local.get $sum))
    (if (i32.eq (local.get $next) (local.get $list)) (then (return (local.get $note))))

    ;; The up lane, the cloud, and the down lane where answers take time there, which is where each notes a third wait.
    (local.set $hasDown (i32.gt_u (local.get $stride) (i32.const 16)))
    (local.set $up (v128.load64_zero offset=8 (i32.const 0)))
    (local.set $cloud (v128.load64_zero offset=16 (i32.const 0)))
    (local.set $down (v128.load64_zero offset=24 (i32.const 0)))
    (local.set $upWaits (v128.load64_zero offset=40 (i32.const 0)))
    (local.set $cloudWaits (v128.load64_zero offset=48 (i32.const 0)))
    (local.set $downWaits (v128.load64_zero offset=56 (i32.const 0)))
    (local.set $upStays (v128.load64_zero offset=72 (i32.const 0)))
    (local.set $upperStays (v128.load offset=80 (i32.const 0)))
    (local.set $flight (f64x2.splat (local.get $propagation)))
    (loop $each
      (local.set $stop (i32.load offset=8 (local.get $list)))
      (local.set $entry (v128.load64_zero offset=0 (local.get $list)))
      (local.set $start (f64x2.pmax (local.get $up) (local.get $entry)))
      (local.set $wait (f64x2.sub (local.get $start) (local.get $entry)))
      (v128.store64_lane offset=0 0 (local.get $note) (local.get $wait))
      (local.set $upWaits (f64x2.add (local.get $upWaits) (local.get $wait)))
      (local.set $up (f64x2.add (local.get $start) (v128.load64_zero offset=8 (local.get $stop))))
      (local.set $upStays (f64x2.add (local.get $upStays) (v128.load64_zero offset=8 (local.get $stop))))
      (local.set $upperStays (f64x2.add (local.get $upperStays) (v128.load offset=16 (local.get $stop))))
      (local.set $landed (f64x2.add (local.get $up) (local.get $flight)))
      (local.set $start (f64x2.pmax (local.get $cloud) (local.get $landed)))
      (local.set $wait (f64x2.sub (local.get $start) (local.get $landed)))
      (v128.store64_lane offset=8 0 (local.get $note) (local.get $wait))
      (local.set $cloudWaits (f64x2.add (local.get $cloudWaits) (local.get $wait)))
      (local.set $cloud (f64x2.add (local.get $start) (v128.load64_zero offset=16 (local.get $stop))))
      (if (local.get $hasDown)
        (then
          (local.set $start (f64x2.pmax (local.get $down) (local.get $cloud)))
          (local.set $wait (f64x2.sub (local.get $start) (local.get $cloud)))
          (v128.store64_lane offset=16 0 (local.get $note) (local.get $wait))
          (local.set $downWaits (f64x2.add (local.get $downWaits) (local.get $wait)))
          (local.set $down (f64x2.add (local.get $start) (v128.load64_zero offset=24 (local.get $stop)))))
        (else (local.set $down (local.get $cloud))))
      (local.set $note (i32.add (local.get $note) (local.get $stride)))
      (local.set $arrival (i32.load offset=12 (local.get $list)))
      (v128.store64_lane 0 (i32.add (local.get $arrival) (local.get $apart))
        (f64x2.sub (f64x2.add (local.get $down) (local.get $flight)) (v128.load64_zero (local.get $arrival))))
      (local.set $list (i32.add (local.get $list) (i32.const 16)))
      (br_if $each (i32.lt_u (local.get $list) (local.get $next))))
    (v128.store64_lane offset=8 0 (i32.const 0) (local.get $up))
    (v128.store64_lane offset=16 0 (i32.const 0) (local.get $cloud))
    (v128.store64_lane offset=24 0 (i32.const 0) (local.get $down))
    (v128.store64_lane offset=40 0 (i32.const 0) (local.get $upWaits))
    (v128.store64_lane offset=48 0 (i32.const 0) (local.get $cloudWaits))
    (v128.store64_lane offset=56 0 (i32.const 0) (local.get $downWaits))
    (v128.store64_lane offset=72 0 (i32.const 0) (local.get $upStays))
    (v128.store offset=80 (i32.const 0) (local.get $upperStays))
    (local.get $note)))
