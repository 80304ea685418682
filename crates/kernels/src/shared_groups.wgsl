
// Joined to reduce.wgsl and the norms: where a group begins, and where its members lie from there.
// Both are places of a grid of four axes whose sizes and strides are in the parameters.

fn group_place(at: u32) -> u32 {
  let p = params;
  let i3 = at % p.group_size_3;
  let i2 = at / p.group_size_3 % p.group_size_2;
  let i1 = at / (p.group_size_3 * p.group_size_2) % p.group_size_1;
  let i0 = at / (p.group_size_3 * p.group_size_2 * p.group_size_1);
  return i0 * p.group_0 + i1 * p.group_1 + i2 * p.group_2 + i3 * p.group_3;
}

fn member_place(at: u32) -> u32 {
  let p = params;
  let i3 = at % p.member_size_3;
  let i2 = at / p.member_size_3 % p.member_size_2;
  let i1 = at / (p.member_size_3 * p.member_size_2) % p.member_size_1;
  let i0 = at / (p.member_size_3 * p.member_size_2 * p.member_size_1);
  return i0 * p.member_0 + i1 * p.member_1 + i2 * p.member_2 + i3 * p.member_3;
}
