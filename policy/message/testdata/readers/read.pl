#!/usr/bin/perl
# The same as read.py, with Perl's MIME-tools: tree, decoded octets of every leaf, other people in decoded headers.
use strict;
use warnings;
use Encode ();
use JSON::PP;
use MIME::Parser;

my $parser = MIME::Parser->new;
$parser->output_to_core(1);
$parser->tmp_to_core(1);
$parser->extract_nested_messages(0);

sub load {
    my ($path) = @_;
    open my $f, '<:raw', $path or die "$path: $!";
    return $parser->parse($f);
}

sub leaves {
    my ($part, $out) = @_;
    if ($part->is_multipart) {
        return $part->effective_type . '(' . join(' ', map { leaves($_, $out) } $part->parts) . ')';
    }
    push @$out, $part;
    return $part->effective_type;
}

sub content {
    my ($part) = @_;
    my $body = $part->bodyhandle;
    return $body ? $body->as_string : '';
}

sub fields {
    my ($part, $sealed, $out) = @_;
    unless ($sealed) {
        for my $field (split /\n(?![ \t])/, $part->head->as_string) {
            $field =~ s/\n//g;
            push @$out, $field, scalar eval { Encode::encode('UTF-8', Encode::decode('MIME-Header', $field)) } // '';
        }
    }
    $sealed ||= $part->effective_type =~ m{^multipart/(signed|encrypted)};
    fields($_, $sealed, $out) for $part->parts;
}

my $count = 0;
while (my $line = <STDIN>) {
    my $job = decode_json($line);
    $count++;
    my $complain = sub { print "$job->{name}, copy of $job->{reader}: $_[0]\n" };
    my ($before, $after) = (load($job->{original}), load($job->{copy}));
    my (@a, @b, @fields);
    if (leaves($before, \@a) ne leaves($after, \@b) && !$job->{odd}) { $complain->('the tree changed'); next }
    @a = @b if $job->{odd};
    fields($after, 0, \@fields);
    for my $other (grep { $_ ne $job->{reader} } @{$job->{foreign}}) {
        my $octets = Encode::encode('UTF-8', $other);
        for my $field (@fields) {
            next if $field =~ /^From *:/i;
            $complain->("a field names $other: $field") if lc($field) =~ /(?<![\w.])\Q$octets\E(?!\w)/;
        }
    }
    for my $n (0 .. $#a) {
        my $change = $job->{changes}{$n} // '';
        my ($x, $y) = (content($a[$n]), content($b[$n]));
        my $links = () = $y =~ /\Q$job->{link}\E/g;
        if ($change eq '' || $change eq 'relined') { $complain->("leaf $n changed") if $x ne $y || $links }
        elsif ($change eq 'footer') { $complain->("leaf $n has the way out $links times") if $links != 1 }
        elsif ($change eq 'rewritten') { $complain->("leaf $n has no way out") if $links < 1 }
        elsif ($x eq $y) { $complain->("leaf $n did not change") }
    }
}
print "$count copies read\n";
