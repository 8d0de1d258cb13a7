;; The two passes of select-ranks.ts over its values, and the way through the bins between them. A bin is the exponent of a value and the 8 bits behind it.
;;
;; Memory: from 0 on how many values each of the 2^19 bins holds, i32; from 0x200000 on the bins' places, a byte each; then, from 0x280000 on,
;; up to 16,384 values of 8 bytes.

(module
  (memory (export "memory") 42)

  ;; Counts so many values by bin. Gives the least bin met, or $least.
  (func (export "count") (param $values i32) (param $least i32) (result i32)
    (local $at i32) (local $end i32) (local $bin i32)
    (local.set $at (i32.const 0x280000))
    (local.set $end (i32.add (i32.const 0x280000) (i32.shl (local.get $values) (i32.const 3))))
    (loop $next
      ;; Four times the bin.
      (local.set $bin (i32.and
        (i32.shr_u (i32.load offset=4 (local.get $at)) (i32.const 10))
        (i32.const 0x1ffffc)))
      (i32.store (local.get $bin) (i32.add (i32.load (local.get $bin)) (i32.const 1)))
      (local.set $least (select
        (local.get $bin)
        (local.get $least)
        (i32.lt_u (local.get $bin) (local.get $least))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $least))

  ;; Values in the bins before the one that $seek gave.
  (global $before (mut i32) (i32.const 0))
  (func (export "before") (result i32) (global.get $before))

  ;; The bin in which $rank falls, from $bin on, before which there are $before values: sixteen at a time, then one by one.
  (func (export "seek") (param $bin i32) (param $before i32) (param $rank i32) (result i32)
    (local $at i32) (local $sum i32) (local $four v128)
    (local.set $at (i32.shl (local.get $bin) (i32.const 2)))
    (block $close
      (loop $far
        (br_if $close (i32.gt_u (local.get $at) (i32.const 0x1fffc0)))
        (local.set $four (i32x4.add
          (i32x4.add (v128.load (local.get $at)) (v128.load offset=16 (local.get $at)))
          (i32x4.add (v128.load offset=32 (local.get $at)) (v128.load offset=48 (local.get $at)))))
        (local.set $four (i32x4.add
          (local.get $four)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $four) (local.get $four))))
        (local.set $sum (i32.add
          (local.get $before)
          (i32.add (i32x4.extract_lane 0 (local.get $four)) (i32x4.extract_lane 1 (local.get $four)))))
        (br_if $close (i32.gt_s (local.get $sum) (local.get $rank)))
        (local.set $before (local.get $sum))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $far)))
    (loop $near
      (local.set $sum (i32.add (local.get $before) (i32.load (local.get $at))))
      (if (i32.le_s (local.get $sum) (local.get $rank))
        (then
          (local.set $before (local.get $sum))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (br $near))))
    (global.set $before (local.get $before))
    (i32.shr_u (local.get $at) (i32.const 2)))

  ;; Moves those of so many values whose bin has a place to the front. Gives how many.
  (func (export "pick") (param $values i32) (result i32)
    (local $at i32) (local $end i32) (local $to i32) (local $value f64)
    (local.set $at (i32.const 0x280000))
    (local.set $to (i32.const 0x280000))
    (local.set $end (i32.add (i32.const 0x280000) (i32.shl (local.get $values) (i32.const 3))))
    (loop $next
      (local.set $value (f64.load (local.get $at)))
      (f64.store (local.get $to) (local.get $value))
      (local.set $to (i32.add (local.get $to) (i32.shl
        (i32.ne (i32.const 0) (i32.load8_u offset=0x200000
          (i32.and
            (i32.shr_u (i32.load offset=4 (local.get $at)) (i32.const 12))
            (i32.const 0x7ffff))))
        (i32.const 3))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (i32.shr_u (i32.sub (local.get $to) (i32.const 0x280000)) (i32.const 3))))
